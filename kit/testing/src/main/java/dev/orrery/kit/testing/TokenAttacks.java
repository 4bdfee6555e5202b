package dev.orrery.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

/// Every way to forge or misuse a token, one test each, for whoever lets tokens in: a test class
/// implements this and says how a token is tried. The door must know the key `keys()`, the issuer
/// [TokensForTests#ISSUER], the audience [TokensForTests#AUDIENCE] and the type `at+jwt`.
public interface TokenAttacks {
  /// Who signs the good tokens, with the key that the door knows.
  TokensForTests keys();

  /// Whether the door lets somebody in with this.
  ///
  /// @throws AssertionError when it neither lets in nor refuses as it should
  boolean admits(String token);

  private void refused(String token, String why) {
    assertThat(admits(token)).as(why).isFalse();
  }

  private void refusedClaims(String why, Consumer<JwtClaims> change) {
    refused(keys().changed(change, _ -> {}), why);
  }

  private void refusedHeader(String why, Consumer<JsonWebSignature> change) {
    refused(keys().changed(_ -> {}, change), why);
  }

  @Test
  default void aGoodTokenIsLetIn() {
    assertThat(admits(keys().ofPlatform("operator"))).isTrue();
    assertThat(
            admits(
                keys().changed(_ -> {}, header -> header.setHeader("typ", "application/at+jwt"))))
        .as("the same type in full")
        .isTrue();
  }

  @Test
  default void anUnsignedTokenIsRefused() {
    String payload = part(keys().ofPlatform("operator"), 1);
    String signature = part(keys().ofPlatform("operator"), 2);
    for (String none : List.of("none", "None", "NONE", "nOnE", "")) {
      String header =
          base64("{\"alg\":\"%s\",\"typ\":\"at+jwt\",\"kid\":\"test\"}".formatted(none));
      refused("%s.%s.".formatted(header, payload), "alg " + none);
      refused("%s.%s".formatted(header, payload), "alg %s, two parts".formatted(none));
      refused("%s.%s.%s".formatted(header, payload, signature), "alg %s, signed".formatted(none));
    }
    refused("%s.%s.".formatted(base64("{\"typ\":\"at+jwt\",\"kid\":\"test\"}"), payload), "no alg");
  }

  @Test
  default void thePublicKeyIsNoSecretToSignWith() throws GeneralSecurityException {
    byte[] encoded = keys().publicKey().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
            .formatted(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded));
    Map<String, byte[]> secrets =
        Map.of(
            "JWKS", keys().jwks().getBytes(StandardCharsets.UTF_8),
            "DER", encoded,
            "PEM", pem.getBytes(StandardCharsets.UTF_8),
            "x", bytes(keys().publicKey().getW().getAffineX()));
    for (Map.Entry<String, byte[]> secret : secrets.entrySet()) {
      String content =
          base64("{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"test\"}")
              + "."
              + part(keys().ofPlatform("operator"), 1);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getValue(), "HmacSHA256"));
      byte[] code = mac.doFinal(content.getBytes(StandardCharsets.UTF_8));
      refused(content + "." + base64(code), "HS256 with the public key as " + secret.getKey());
    }
  }

  @Test
  default void aTokenForAnotherAudienceIsRefused() {
    refusedClaims("another audience", claims -> claims.setAudience("another"));
    refusedClaims("audience in another case", claims -> claims.setAudience("ORRERY"));
    refusedClaims("no audience", claims -> claims.unsetClaim("aud"));
    refusedClaims("empty audience", claims -> claims.setAudience(List.of()));
  }

  @Test
  default void aTokenOfAnotherIssuerIsRefused() {
    refusedClaims("another issuer", claims -> claims.setIssuer("https://example.com"));
    refusedClaims("a longer issuer", claims -> claims.setIssuer(TokensForTests.ISSUER + "/x"));
    refusedClaims("no issuer", claims -> claims.unsetClaim("iss"));
  }

  @Test
  default void aTokenWithoutAnEndIsRefused() {
    refusedClaims("no exp", claims -> claims.unsetClaim("exp"));
    refusedClaims("exp as text", claims -> claims.setClaim("exp", "never"));
    refusedClaims("exp as null", claims -> claims.setClaim("exp", null));
  }

  @Test
  default void aTokenIsGoodForTenSecondsAfterItsEndAndNoLonger() {
    refusedClaims("12 s late", claims -> end(claims, -12));
    refusedClaims("a day late", claims -> end(claims, -86_400));
    assertThat(admits(keys().changed(claims -> end(claims, -5), _ -> {}))).as("5 s late").isTrue();
  }

  @Test
  default void aTokenThatIsNotGoodYetIsRefused() {
    refusedClaims("nbf in a minute", claims -> claims.setNotBefore(secondsFromNow(60)));
    assertThat(admits(keys().changed(claims -> claims.setNotBefore(secondsFromNow(5)), _ -> {})))
        .as("nbf within the skew")
        .isTrue();
  }

  @Test
  default void aTokenOfAnUnknownKeyIsRefused() {
    String foreign = TokensForTests.withNewKey().ofPlatform("operator");
    refused(foreign, "another key under a known id");
    refusedHeader("an unknown id", header -> header.setKeyIdHeaderValue("unknown"));
    refusedHeader("an empty id", header -> header.setKeyIdHeaderValue(""));
  }

  @Test
  default void aKeyIdThatIsAPathOrACommandIsRefused() {
    for (String id :
        List.of(
            "../../../../../../dev/null",
            "file:///etc/passwd",
            "http://127.0.0.1:1/jwks.json",
            "test\u0000",
            "test' or '1'='1",
            "x".repeat(2000))) {
      refusedHeader("kid " + id, header -> header.setKeyIdHeaderValue(id));
    }
  }

  @Test
  default void keysAndAddressesInATokenAreNotLookedAt() throws IOException, JoseException {
    EllipticCurveJsonWebKey own = EcJwkGenerator.generateJwk(EllipticCurves.P256);
    AtomicInteger visits = new AtomicInteger();
    HttpServer trap = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    trap.createContext(
        "/",
        exchange -> {
          visits.incrementAndGet();
          byte[] body = ("{\"keys\":[" + own.toJson() + "]}").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    trap.start();
    try {
      String address = "http://127.0.0.1:%d/keys".formatted(trap.getAddress().getPort());
      for (String id : List.of("test", "own")) {
        own.setKeyId(id);
        for (Consumer<JsonWebSignature> hint :
            List.<Consumer<JsonWebSignature>>of(
                header -> header.setHeader("jku", address),
                header -> header.setHeader("x5u", address),
                header ->
                    header
                        .getHeaders()
                        .setObjectHeaderValue(
                            "jwk",
                            own.toParams(org.jose4j.jwk.JsonWebKey.OutputControlLevel.PUBLIC_ONLY)),
                header ->
                    header
                        .getHeaders()
                        .setObjectHeaderValue(
                            "x5c",
                            List.of(
                                Base64.getEncoder()
                                    .encodeToString(own.getPublicKey().getEncoded()))))) {
          refusedHeader(
              "a key of the sender's own, named " + id,
              header -> {
                header.setKey(own.getPrivateKey());
                header.setKeyIdHeaderValue(id);
                hint.accept(header);
              });
        }
      }
    } finally {
      trap.stop(0);
    }
    assertThat(visits).as("requests to the sender's address").hasValue(0);
  }

  @Test
  default void aTokenOfAnotherTypeIsRefused() {
    for (String type : List.of("JWT", "id+jwt", "refresh+jwt", "at+jwt+x", "logout+jwt", "")) {
      refusedHeader("typ " + type, header -> header.setHeader("typ", type));
    }
    refusedHeader("no typ", header -> header.setHeader("typ", (String) null));
  }

  @Test
  default void anOversizeTokenIsRefused() {
    refusedClaims("20 kB", claims -> claims.setClaim("padding", "x".repeat(20_000)));
  }

  @Test
  default void whatIsCriticalAndUnknownIsRefused() {
    refusedHeader(
        "an unknown critical header",
        header -> {
          header.setHeader("http://example.com/bill", "please");
          header.getHeaders().setObjectHeaderValue("crit", List.of("http://example.com/bill"));
        });
    String[] parts = keys().ofPlatform("operator").split("\\.");
    String header =
        base64(
            "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"test\",\"b64\":false,\"crit\":[\"b64\"]}");
    refused("%s.%s.%s".formatted(header, parts[1], parts[2]), "b64");
  }

  @Test
  default void aTokenOfAnotherAlgorithmIsRefused() throws GeneralSecurityException {
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(2048);
    PrivateKey key = rsa.generateKeyPair().getPrivate();
    for (String algorithm : List.of("RS256", "PS256")) {
      refusedHeader(
          algorithm,
          header -> {
            header.setAlgorithmHeaderValue(algorithm);
            header.setKey(key);
          });
    }
    KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
    curve.initialize(new ECGenParameterSpec("secp384r1"));
    KeyPair pair = curve.generateKeyPair();
    refusedHeader(
        "ES384",
        header -> {
          header.setAlgorithmHeaderValue("ES384");
          header.setKey(pair.getPrivate());
        });
  }

  @Test
  default void aChangedTokenIsRefused() {
    String token = keys().at(0, "user_01h455vb4pex5vsknk084sn02q");
    String richer = base64(text(part(token, 1)).replaceFirst("\\{", "{\"platform\":true,"));
    refused("%s.%s.%s".formatted(part(token, 0), richer, part(token, 2)), "another payload");
    String other = keys().ofPlatform("another");
    refused(
        "%s.%s.%s".formatted(part(token, 0), part(token, 1), part(other, 2)),
        "the signature of another token");
  }

  @Test
  default void aSignatureThatSignsNothingIsRefused() throws GeneralSecurityException {
    String token = keys().ofPlatform("operator");
    String content = part(token, 0) + "." + part(token, 1);
    refused(content + "." + base64(new byte[64]), "r = s = 0");
    byte[] order = bytes(keys().publicKey().getParams().getOrder());
    byte[] twice = Arrays.copyOf(order, 64);
    System.arraycopy(order, 0, twice, 32, 32);
    refused(content + "." + base64(twice), "r = s = n");
    refused(content + ".", "none");
    refused(content + "." + base64(new byte[63]), "too short");
    KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
    curve.initialize(new ECGenParameterSpec("secp256r1"));
    Signature der = Signature.getInstance("SHA256withECDSA");
    der.initSign(curve.generateKeyPair().getPrivate());
    der.update(content.getBytes(StandardCharsets.US_ASCII));
    refused(content + "." + base64(der.sign()), "of another form");
  }

  @Test
  default void aClaimSaidTwiceIsRefused() {
    String good = text(part(keys().ofPlatform("operator"), 1));
    refused(
        keys().around(good.replaceFirst("\\{", "{\"sub\":\"somebody\",")), "two subjects, signed");
  }

  @Test
  default void whatIsNoTokenIsRefused() {
    for (String token :
        List.of(
            "x",
            "..",
            "a.b.c",
            "a.b.c.d.e",
            "{}",
            keys().around("[]"),
            keys().around("null"),
            keys().around("\"text\""),
            keys().around("not json"),
            keys().around("{"),
            keys().ofPlatform("operator") + ".",
            keys().ofPlatform("operator") + ".x")) {
      refused(token, token);
    }
  }

  private static void end(JwtClaims claims, long secondsFromNow) {
    claims.setExpirationTime(secondsFromNow(secondsFromNow));
    claims.setIssuedAt(secondsFromNow(secondsFromNow - 600));
  }

  private static NumericDate secondsFromNow(long seconds) {
    return NumericDate.fromSeconds(System.currentTimeMillis() / 1000 + seconds);
  }

  private static byte[] bytes(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return Arrays.copyOfRange(bytes, Math.max(0, bytes.length - 32), bytes.length);
  }

  private static String part(String token, int index) {
    return token.split("\\.")[index];
  }

  private static String text(String base64) {
    return new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
