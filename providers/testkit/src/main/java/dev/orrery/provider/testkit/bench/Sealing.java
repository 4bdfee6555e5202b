package dev.orrery.provider.testkit.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.text.ParseException;
import java.util.List;

/// Seals a secret as the contract says.
public final class Sealing {
  private Sealing() {}

  /// To the key of a hello, for that provider.
  public static String to(JsonNode announced, String provider, String secret) {
    try {
      return seal(ECKey.parse(announced.toString()), provider, secret);
    } catch (ParseException e) {
      throw new Broken("the key in its hello is none of P-256: " + announced);
    }
  }

  /// To a key that nobody has, under the name of the announced one.
  public static String toNobody(JsonNode announced, String provider, String secret) {
    try {
      return seal(
          new ECKeyGenerator(Curve.P_256).keyID(announced.path("kid").asText()).generate(),
          provider,
          secret);
    } catch (JOSEException e) {
      throw new IllegalStateException("every JDK makes keys of P-256", e);
    }
  }

  private static String seal(ECKey key, String provider, String secret) {
    var header =
        new JWEHeader.Builder(JWEAlgorithm.ECDH_ES_A256KW, EncryptionMethod.A256GCM)
            .keyID(key.getKeyID())
            .audience(List.of(provider))
            .build();
    var jwe = new JWEObject(header, new Payload(secret));
    try {
      jwe.encrypt(new ECDHEncrypter(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("P-256 can always be sealed to", e);
    }
    return jwe.serialize();
  }
}
