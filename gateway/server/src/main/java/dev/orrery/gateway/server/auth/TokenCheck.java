package dev.orrery.gateway.server.auth;

import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/// Says whether a token is one of ours: signed with ES256 by a known key, for this audience, by
/// this issuer, and neither expired nor not yet valid, give or take ten seconds.
public final class TokenCheck {
  private static final int SKEW_SECONDS = 10;

  /// A token is looked at before anybody is known: a long one is not worth its reading.
  private static final int LONGEST = 16 * 1024;

  private static final int MOST_REMEMBERED = 10_000;

  /// How long a good token is not looked at again: checking a signature costs more than answering
  /// most queries, and a key that is withdrawn must count for something soon.
  private static final Duration REMEMBERED = Duration.ofSeconds(30);

  private final KeySet keys;
  private final Clock clock;
  private final JwtConsumer consumer;
  private final Map<String, Remembered> good = new ConcurrentHashMap<>();

  private record Remembered(Identity identity, Instant until) {}

  /// @param jwks file or http address of the keys
  /// @param issuer what `iss` must be, when set
  /// @param audience what `aud` must hold, when set
  /// @param type what the header `typ` must say, when set: `at+jwt` (RFC 9068)
  public TokenCheck(
      String jwks,
      Optional<String> issuer,
      Optional<String> audience,
      Optional<String> type,
      Clock clock) {
    this.keys = new KeySet(jwks, clock);
    this.clock = clock;
    JwtConsumerBuilder builder =
        new JwtConsumerBuilder()
            .setVerificationKeyResolver((jws, _) -> key(jws))
            .setJwsAlgorithmConstraints(
                new AlgorithmConstraints(
                    ConstraintType.PERMIT, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256))
            .setRequireExpirationTime()
            .setAllowedClockSkewInSeconds(SKEW_SECONDS);
    issuer.ifPresent(builder::setExpectedIssuer);
    type.ifPresent(expected -> builder.setExpectedType(true, expected));
    audience.ifPresentOrElse(
        builder::setExpectedAudience, builder::setSkipDefaultAudienceValidation);
    this.consumer = builder.build();
  }

  /// When the token that somebody came with is no longer good; nothing for those who came without.
  public static Optional<Instant> end(Identity identity) {
    return identity.claims().get("exp") instanceof Number expiry
        ? Optional.of(Instant.ofEpochSecond(expiry.longValue()).plusSeconds(SKEW_SECONDS))
        : Optional.empty();
  }

  /// By the id alone: keys and addresses that a token brings along are not looked at.
  private Key key(JsonWebSignature signature) throws UnresolvableKeyException {
    if (signature.getHeader("crit") != null) {
      throw new UnresolvableKeyException("nothing that is critical is known here");
    }
    JsonWebKey key = keys.find(signature.getKeyIdHeaderValue());
    if (key == null) {
      throw new UnresolvableKeyException("no such key");
    }
    return key.getKey();
  }

  /// Whose token this is, when it was found good a moment ago. Never blocks.
  ///
  /// @return null when it was not
  public @Nullable Identity remembered(String token) {
    Remembered known = good.get(token);
    return known != null && clock.instant().isBefore(known.until) ? known.identity : null;
  }

  /// Checks a token. May block while keys are read.
  ///
  /// @return null when it is not good
  /// @throws KeySet.Unread when that cannot be said yet
  public @Nullable Identity check(String token) {
    if (token.length() > LONGEST) {
      return null;
    }
    try {
      JwtClaims claims = consumer.processToClaims(token);
      Identity identity = new Identity(true, claims.getClaimsMap());
      remember(token, identity, claims);
      return identity;
    } catch (InvalidJwtException | MalformedClaimException e) {
      if (e.getCause() instanceof KeySet.Unread tooEarly) {
        throw tooEarly;
      }
      good.remove(token);
      return null;
    }
  }

  private void remember(String token, Identity identity, JwtClaims claims)
      throws MalformedClaimException {
    if (good.size() >= MOST_REMEMBERED) {
      Instant now = clock.instant();
      good.values().removeIf(known -> !now.isBefore(known.until));
      if (good.size() >= MOST_REMEMBERED) {
        return;
      }
    }
    NumericDate expiry = claims.getExpirationTime();
    Instant end = Instant.ofEpochSecond(expiry.getValue()).plusSeconds(SKEW_SECONDS);
    Instant until = clock.instant().plus(REMEMBERED);
    good.put(token, new Remembered(identity, end.isBefore(until) ? end : until));
  }
}
