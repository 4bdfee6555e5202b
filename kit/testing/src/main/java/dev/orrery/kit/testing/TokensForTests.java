package dev.orrery.kit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/// Signs tokens as permissions-api does, with a key of the test's own.
public final class TokensForTests {
  public static final String ISSUER = "https://orrery.dev";
  public static final String AUDIENCE = "orrery";

  private final EllipticCurveJsonWebKey key;

  private TokensForTests(EllipticCurveJsonWebKey key) {
    this.key = key;
  }

  public static TokensForTests withNewKey() {
    try {
      EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
      key.setKeyId("test");
      key.setAlgorithm(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
      key.setUse("sig");
      return new TokensForTests(key);
    } catch (JoseException broken) {
      throw new IllegalStateException(broken);
    }
  }

  /// Writes the public key as a JWKS (RFC 7517), for `orrery.jwks`.
  public void writeJwks(Path file) {
    try {
      Files.writeString(file, jwks());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// A token of somebody who has a built-in role in each of some organizations from now on, and no
  /// other: `Map.of("org_...", "EDITOR")`. The policy is told to the NATS server that runs.
  public String of(String subject, Map<String, String> organizations) {
    return at(PolicyForTests.of(NatsForTests.running()).give(subject, organizations), subject);
  }

  /// A token of somebody, which takes a revision of the policy for granted.
  public String at(long revision, String subject) {
    JwtClaims claims = claims(subject);
    claims.setClaim("policy_revision", revision);
    return sign(claims);
  }

  /// A token of an operator of the platform.
  public String ofPlatform(String subject) {
    JwtClaims claims = claims(subject);
    claims.setClaim("platform", true);
    return sign(claims);
  }

  /// A token that was good until a while ago.
  public String expired(String subject, Duration ago) {
    JwtClaims claims = claims(subject);
    NumericDate end = NumericDate.now();
    end.addSeconds(-ago.toSeconds());
    claims.setExpirationTime(end);
    return sign(claims);
  }

  /// A token that somebody has tampered with before it was signed: a good one, but for this.
  public String changed(Consumer<JwtClaims> claims, Consumer<JsonWebSignature> header) {
    JwtClaims changed = claims("operator");
    changed.setClaim("platform", true);
    claims.accept(changed);
    return sign(changed.toJson(), header);
  }

  /// A good header and signature around anything.
  public String around(String payload) {
    return sign(payload, _ -> {});
  }

  /// The public key as a JWKS (RFC 7517).
  public String jwks() {
    return new JsonWebKeySet(key).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
  }

  /// The public key, as attackers have it too.
  public ECPublicKey publicKey() {
    return key.getECPublicKey();
  }

  static JwtClaims claims(String subject) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(ISSUER);
    claims.setAudience(AUDIENCE);
    claims.setSubject(subject);
    claims.setIssuedAtToNow();
    claims.setGeneratedJwtId();
    claims.setExpirationTimeMinutesInTheFuture(15);
    return claims;
  }

  private String sign(JwtClaims claims) {
    return sign(claims.toJson(), _ -> {});
  }

  private String sign(String payload, Consumer<JsonWebSignature> header) {
    try {
      JsonWebSignature signature = new JsonWebSignature();
      signature.setPayload(payload);
      signature.setKey(key.getPrivateKey());
      signature.setKeyIdHeaderValue(key.getKeyId());
      signature.setHeader("typ", "at+jwt");
      signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
      header.accept(signature);
      return signature.getCompactSerialization();
    } catch (JoseException broken) {
      throw new IllegalStateException(broken);
    }
  }
}
