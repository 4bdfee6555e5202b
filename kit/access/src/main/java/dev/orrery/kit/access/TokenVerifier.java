package dev.orrery.kit.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.Key;
import java.security.PublicKey;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/// Says what a signed token proves.
///
/// Tokens are JWTs for access (RFC 9068, `typ: at+jwt`) signed with ES256. Signature, type, issuer,
/// audience and times are checked; a clock skew of 10 seconds is allowed. Which key signed is found
/// by `kid` among the published ones and nowhere else: keys and addresses in a token are not looked
/// at. `scope` limits what the token may be used for, `platform` is `true` for operators of the
/// platform, and `policy_revision` is the revision of the policy that the token takes for granted.
/// What its subject may do is no matter of the token.
@ApplicationScoped
public class TokenVerifier {
  /// The claim that names the revision of the policy which a token takes for granted.
  public static final String POLICY_REVISION = "policy_revision";

  public static final String ISSUER = "https://orrery.dev";
  public static final String AUDIENCE = "orrery";

  /// The header `typ` of access tokens. Others of our tokens, such as those about a sign-in, must
  /// not be taken for one.
  public static final String TYPE = "at+jwt";

  /// Clocks differ: by so much a token may be late or early.
  public static final int CLOCK_SKEW_SECONDS = 10;

  /// A token is looked at before anybody is known: a long one is not worth its reading.
  static final int LONGEST = 16 * 1024;

  private final JwtConsumer consumer;

  @Inject
  TokenVerifier(
      @ConfigProperty(name = "orrery.jwks") String jwks,
      @ConfigProperty(name = "orrery.tokens.issuer", defaultValue = ISSUER) String issuer) {
    this(new PublishedKeySet(jwks, Clock.systemUTC()), issuer);
  }

  private TokenVerifier(KeySource keys, String issuer) {
    this.consumer =
        new JwtConsumerBuilder()
            .setVerificationKeyResolver((signature, _) -> key(keys, signature))
            .setJwsAlgorithmConstraints(
                new AlgorithmConstraints(
                    ConstraintType.PERMIT, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256))
            // also as `application/at+jwt`, which is the same
            .setExpectedType(true, TYPE)
            .setExpectedIssuer(issuer)
            .setExpectedAudience(AUDIENCE)
            .setRequireExpirationTime()
            .setRequireIssuedAt()
            .setRequireJwtId()
            .setRequireSubject()
            .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
            .build();
  }

  /// With keys from elsewhere than the configured place.
  public static TokenVerifier withKeys(KeySource keys, String issuer) {
    return new TokenVerifier(keys, issuer);
  }

  private static Key key(KeySource keys, JsonWebSignature signature)
      throws UnresolvableKeyException {
    if (signature.getHeader("crit") != null) {
      throw new UnresolvableKeyException("nothing that is critical is known here");
    }
    @Nullable String id = signature.getKeyIdHeaderValue();
    @Nullable PublicKey key = id == null ? null : keys.find(id);
    if (key == null) {
      throw new UnresolvableKeyException("no such key");
    }
    return key;
  }

  /// Blocks while keys are read for the first time.
  ///
  /// @throws InvalidTokenException when the token proves nothing
  /// @throws KeysUnknownException when it cannot be said yet
  public VerifiedToken verify(String token) {
    if (token.length() > LONGEST) {
      throw new InvalidTokenException("the token is too long", null);
    }
    try {
      return verified(consumer.processToClaims(token));
    } catch (InvalidJwtException | MalformedClaimException refused) {
      if (refused.getCause() instanceof KeysUnknownException tooEarly) {
        throw tooEarly;
      }
      throw new InvalidTokenException("the token is expired, not ours, or malformed", refused);
    } catch (IllegalArgumentException | ClassCastException malformed) {
      throw new InvalidTokenException("the token's claims are malformed", malformed);
    }
  }

  private static VerifiedToken verified(JwtClaims claims) throws MalformedClaimException {
    String subject = claims.getSubject();
    if (subject.isBlank()) {
      throw new InvalidTokenException("the token names no subject", null);
    }
    @Nullable String scope = claims.getClaimValue("scope", String.class);
    return new VerifiedToken(
        claims.getJwtId(),
        claims.getClaimValue("sid", String.class),
        subject,
        Boolean.TRUE.equals(claims.getClaimValue("platform")),
        scope == null ? null : Scope.parse(scope),
        number(claims, POLICY_REVISION));
  }

  private static long number(JwtClaims claims, String name) throws MalformedClaimException {
    @Nullable Number number = claims.getClaimValue(name, Number.class);
    return number == null ? 0 : number.longValue();
  }
}
