package dev.orrery.permissions;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/// An OpenID provider with one key, and a discovery document.
public final class ForeignIssuer implements AutoCloseable {
  private final HttpServer server;
  private final RsaJsonWebKey key;
  private final AtomicInteger reads = new AtomicInteger();

  public ForeignIssuer() throws IOException, JoseException {
    key = RsaJwkGenerator.generateJwk(2048);
    key.setKeyId("theirs");
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    answer(
        "/.well-known/openid-configuration",
        "{\"issuer\":\"%1$s\",\"jwks_uri\":\"%1$s/keys\"}".formatted(address()));
    answer("/keys", new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY));
    server.start();
  }

  private void answer(String path, String body) {
    server.createContext(
        path,
        http -> {
          reads.incrementAndGet();
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          http.sendResponseHeaders(200, bytes.length);
          http.getResponseBody().write(bytes);
          http.close();
        });
  }

  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// How often somebody has asked it for anything.
  public int reads() {
    return reads.get();
  }

  /// A token that says of somebody what the house wants to know, but for this.
  public String token(String email, Consumer<JwtClaims> change) {
    return token(email, change, _ -> {});
  }

  public String token(String email, Consumer<JwtClaims> change, Consumer<JsonWebSignature> header) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(address());
    claims.setAudience("orrery");
    claims.setSubject("theirs-1");
    claims.setIssuedAtToNow();
    claims.setExpirationTimeMinutesInTheFuture(5);
    claims.setClaim("email", email);
    claims.setClaim("email_verified", true);
    change.accept(claims);
    JsonWebSignature signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setKey(key.getPrivateKey());
    signature.setKeyIdHeaderValue("theirs");
    signature.setAlgorithmHeaderValue("RS256");
    header.accept(signature);
    try {
      return signature.getCompactSerialization();
    } catch (JoseException broken) {
      throw new IllegalStateException(broken);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
