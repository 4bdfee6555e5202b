package dev.orrery.provider.secrets;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import dev.orrery.provider.protocol.EncryptionKey;
import java.util.List;

/// Closes a secret so that nobody but one provider can open it, whoever sealed it included.
public final class Seal {
  static final JWEAlgorithm ALGORITHM = JWEAlgorithm.ECDH_ES_A256KW;
  static final EncryptionMethod METHOD = EncryptionMethod.A256GCM;

  private Seal() {}

  /// The secret as a compact JWE, with the provider's name as `aud` in its header, which nobody can
  /// change without breaking it.
  ///
  /// @throws IllegalArgumentException when the key is none of P-256; it says nothing of the secret
  public static String seal(String secret, EncryptionKey key, String provider) {
    var header =
        new JWEHeader.Builder(ALGORITHM, METHOD)
            .keyID(key.kid())
            .audience(List.of(provider))
            .build();
    var sealed = new JWEObject(header, new Payload(secret));
    try {
      var point =
          new ECKey.Builder(Curve.P_256, new Base64URL(key.x()), new Base64URL(key.y())).build();
      sealed.encrypt(new ECDHEncrypter(point));
    } catch (JOSEException | IllegalStateException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the key %s of %s is none of P-256".formatted(key.kid(), provider));
    }
    return sealed.serialize();
  }
}
