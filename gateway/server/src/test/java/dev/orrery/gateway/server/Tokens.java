package dev.orrery.gateway.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;

/// Signs tokens with a key of its own.
final class Tokens {
  private final EllipticCurveJsonWebKey key;

  Tokens() throws Exception {
    key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
    key.setKeyId("k1");
  }

  /// Writes the public key to a file.
  void publish(Path jwks) throws Exception {
    Files.writeString(
        jwks, new JsonWebKeySet(key).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
  }

  /// The value of an `authorization` header.
  String bearer(Map<String, Object> claims) throws Exception {
    JwtClaims all = new JwtClaims();
    all.setSubject("user_1");
    all.setExpirationTimeMinutesInTheFuture(5);
    claims.forEach(all::setClaim);
    JsonWebSignature jws = new JsonWebSignature();
    jws.setPayload(all.toJson());
    jws.setKey(key.getPrivateKey());
    jws.setKeyIdHeaderValue(key.getKeyId());
    jws.setAlgorithmHeaderValue("ES256");
    return "Bearer " + jws.getCompactSerialization();
  }
}
