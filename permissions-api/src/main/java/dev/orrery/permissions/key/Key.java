package dev.orrery.permissions.key;

import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;

/// A key of ours, with its private half: it says nothing about itself but its id.
///
/// @param signsFrom when it takes over from the one before
record Key(EllipticCurveJsonWebKey jwk, Instant signsFrom) {
  String id() {
    return jwk.getKeyId();
  }

  PrivateKey secret() {
    return jwk.getPrivateKey();
  }

  ECPublicKey published() {
    return jwk.getECPublicKey();
  }

  String json() {
    return jwk.toJson(OutputControlLevel.INCLUDE_PRIVATE);
  }

  @Override
  public String toString() {
    return id();
  }
}
