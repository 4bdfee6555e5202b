package dev.orrery.permissions.exchange;

import dev.orrery.kit.access.KeySource;
import dev.orrery.kit.access.TokenVerifier;
import java.security.Key;
import java.security.PublicKey;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/// A JWT that somebody else signed. Secrets that both sides share are no proof here: only
/// signatures are taken.
final class ForeignToken {
  private static final int LONGEST = 16 * 1024;

  private static final AlgorithmConstraints SIGNATURES =
      new AlgorithmConstraints(
          ConstraintType.PERMIT,
          AlgorithmIdentifiers.RSA_USING_SHA256,
          AlgorithmIdentifiers.RSA_USING_SHA384,
          AlgorithmIdentifiers.RSA_USING_SHA512,
          AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
          AlgorithmIdentifiers.RSA_PSS_USING_SHA384,
          AlgorithmIdentifiers.RSA_PSS_USING_SHA512,
          AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
          AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
          AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512,
          AlgorithmIdentifiers.EDDSA);

  private ForeignToken() {}

  /// Who it claims to be from. That is not proven yet.
  static Optional<String> issuerOf(String token) {
    if (token.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(
          new JwtConsumerBuilder()
              .setSkipAllValidators()
              .setSkipSignatureVerification()
              .setDisableRequireSignature()
              .build()
              .processToClaims(token)
              .getIssuer());
    } catch (InvalidJwtException | MalformedClaimException noToken) {
      return Optional.empty();
    }
  }

  /// Its claims, when it is signed with a key of that issuer and good now. Whom it is for is not
  /// looked at.
  static Optional<JwtClaims> verified(String token, String issuer, KeySource keys) {
    try {
      return Optional.of(
          new JwtConsumerBuilder()
              .setVerificationKeyResolver((signature, _) -> key(keys, signature))
              .setJwsAlgorithmConstraints(SIGNATURES)
              .setExpectedIssuer(issuer)
              .setSkipDefaultAudienceValidation()
              .setRequireExpirationTime()
              .setRequireSubject()
              .setAllowedClockSkewInSeconds(TokenVerifier.CLOCK_SKEW_SECONDS)
              .build()
              .processToClaims(token));
    } catch (InvalidJwtException notGood) {
      return Optional.empty();
    }
  }

  private static Key key(KeySource keys, JsonWebSignature signature)
      throws UnresolvableKeyException {
    @Nullable String id = signature.getKeyIdHeaderValue();
    @Nullable PublicKey key =
        id == null || signature.getHeader("crit") != null ? null : keys.find(id);
    if (key == null) {
      throw new UnresolvableKeyException("no such key");
    }
    return key;
  }
}
