package dev.orrery.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthenticationIT {
  private static final String QUESTION = "{\"query\":\"{ me { id } }\"}";

  @TempDir private static Path folder;
  private static ShopServers shop;
  private static GatewayProcess gateway;
  private static EllipticCurveJsonWebKey key;
  private static Path jwks;

  @BeforeAll
  static void start() throws Exception {
    shop = new ShopServers();
    Path list = folder.resolve("subgraphs.json");
    shop.list(list);
    key = newKey("k1");
    jwks = folder.resolve("jwks.json");
    publish(key);
    gateway =
        GatewayProcess.start(
            Map.of(
                "orrery.jwks", jwks.toString(),
                "mp.jwt.verify.issuer", "orrery",
                "mp.jwt.verify.audiences", "orrery-api"),
            "--subgraphs",
            list.toString());
  }

  @AfterAll
  static void stop() {
    gateway.close();
    shop.close();
  }

  private static EllipticCurveJsonWebKey newKey(String id) throws Exception {
    EllipticCurveJsonWebKey made = EcJwkGenerator.generateJwk(EllipticCurves.P256);
    made.setKeyId(id);
    return made;
  }

  private static void publish(JsonWebKey... keys) throws Exception {
    Files.writeString(
        jwks, new JsonWebKeySet(keys).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
  }

  private static String token(EllipticCurveJsonWebKey signer, Consumer<JwtClaims> change)
      throws Exception {
    JsonWebSignature jws = new JsonWebSignature();
    jws.setPayload(claims(change).toJson());
    jws.setKey(signer.getPrivateKey());
    jws.setKeyIdHeaderValue(signer.getKeyId());
    jws.setAlgorithmHeaderValue("ES256");
    return jws.getCompactSerialization();
  }

  private static JwtClaims claims(Consumer<JwtClaims> change) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer("orrery");
    claims.setAudience("orrery-api");
    claims.setSubject("user_1");
    claims.setExpirationTimeMinutesInTheFuture(5);
    change.accept(claims);
    return claims;
  }

  private static NumericDate secondsFromNow(long seconds) {
    return NumericDate.fromSeconds(System.currentTimeMillis() / 1000 + seconds);
  }

  private static void assertRefused(String token) throws Exception {
    var response = gateway.post(QUESTION, "authorization", "Bearer " + token);
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("www-authenticate")).contains("Bearer");
    assertThat(response.body()).contains("\"code\":\"UNAUTHENTICATED\"").doesNotContain("\"data\"");
  }

  @Test
  void letsGoodTokensInAndPassesThemOn() throws Exception {
    String token = token(key, _ -> {});
    assertThat(gateway.post(QUESTION, "authorization", "Bearer " + token).body())
        .isEqualTo("{\"data\":{\"me\":{\"id\":\"u1\"}}}");
    assertThat(shop.server("users").headers().getLast())
        .containsEntry("authorization", "Bearer " + token);
  }

  @Test
  void asksForATokenWhereThereIsNone() throws Exception {
    int before = shop.server("users").headers().size();
    assertThat(gateway.post(QUESTION).statusCode()).isEqualTo(401);
    assertThat(gateway.post(QUESTION, "authorization", "Basic eDp5").statusCode()).isEqualTo(401);
    assertThat(shop.server("users").headers()).hasSize(before);
  }

  @Test
  void refusesTokensThatProveNothing() throws Exception {
    assertRefused("x");
    assertRefused("eyJhbGciOiJub25lIn0.e30.");
    assertRefused(token(key, c -> c.setIssuer("someone")));
    assertRefused(token(key, c -> c.setAudience("other-api")));
    assertRefused(token(key, c -> c.unsetClaim("aud")));
    assertRefused(token(key, c -> c.unsetClaim("iss")));
    assertRefused(token(key, c -> c.unsetClaim("exp")));
    assertRefused(token(key, c -> c.setExpirationTime(secondsFromNow(-15))));
    assertRefused(token(key, c -> c.setNotBefore(secondsFromNow(60))));
    assertRefused(token(newKey("k1"), _ -> {}));
    assertRefused(token(newKey("unknown"), _ -> {}));
    String token = token(key, _ -> {});
    assertRefused(token.substring(0, token.length() - 4) + "AAAA");
  }

  @Test
  void refusesAPublicKeyUsedAsASecret() throws Exception {
    JsonWebSignature jws = new JsonWebSignature();
    jws.setPayload(claims(_ -> {}).toJson());
    jws.setKey(new HmacKey(key.getPublicKey().getEncoded()));
    jws.setKeyIdHeaderValue("k1");
    jws.setAlgorithmHeaderValue("HS256");
    assertRefused(jws.getCompactSerialization());
  }

  @Test
  void doesNotStartWhereTokensAreRequiredAndNoKeysAreGiven() throws Exception {
    Path list = folder.resolve("subgraphs.json");
    assertThatThrownBy(() ->
            GatewayProcess.start(
                Map.of("gateway.authentication", "required"), "--subgraphs", list.toString()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("gateway.authentication=required needs orrery.jwks");
  }

  @Test
  void forgivesClocksThatDifferByLessThanTenSeconds() throws Exception {
    String justExpired = token(key, c -> c.setExpirationTime(secondsFromNow(-5)));
    assertThat(gateway.post(QUESTION, "authorization", "Bearer " + justExpired).statusCode())
        .isEqualTo(200);
  }
}
