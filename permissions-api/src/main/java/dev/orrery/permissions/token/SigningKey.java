package dev.orrery.permissions.token;

import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.ids.TypeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.PrivateKey;
import java.util.Map;
import java.util.Objects;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/// The key that signs tokens: ES256, made when the house first starts and the same for all
/// replicas.
///
/// It lives in the service's own table and in memory, and appears in no log, event or answer.
@ApplicationScoped
class SigningKey {
  private final EllipticCurveJsonWebKey key;

  SigningKey(Database database) {
    this.key = parsed(kept(database));
  }

  String id() {
    return key.getKeyId();
  }

  PrivateKey secret() {
    return key.getPrivateKey();
  }

  /// The public half as a JWKS (RFC 7517).
  String jwks() {
    return new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY);
  }

  /// Of replicas that start at once, the first one's key stays.
  private static String kept(Database database) {
    return database.inTransaction(transaction -> {
      if (transaction.rows(Sql.of("select 1 from signing_key")).isEmpty()) {
        transaction.execute(
            Sql.of("insert into signing_key (private_jwk) values (:jwk) on conflict do nothing")
                .with("jwk", made().toJson(OutputControlLevel.INCLUDE_PRIVATE)));
      }
      return String.valueOf(
          Objects.requireNonNull(
              transaction.rows(Sql.of("select private_jwk from signing_key")).getFirst()[0]));
    });
  }

  private static EllipticCurveJsonWebKey made() {
    try {
      EllipticCurveJsonWebKey made = EcJwkGenerator.generateJwk(EllipticCurves.P256);
      made.setKeyId(TypeId.generate("key").toString());
      made.setAlgorithm(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
      made.setUse("sig");
      return made;
    } catch (JoseException impossible) {
      throw new IllegalStateException("every JDK has P-256", impossible);
    }
  }

  private static EllipticCurveJsonWebKey parsed(String jwk) {
    try {
      Map<String, Object> parameters = JsonUtil.parseJson(jwk);
      return new EllipticCurveJsonWebKey(parameters, null);
    } catch (JoseException broken) {
      // The cause would quote the key.
      throw new IllegalStateException("the table signing_key holds no private JWK");
    }
  }
}
