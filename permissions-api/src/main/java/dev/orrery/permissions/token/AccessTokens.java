package dev.orrery.permissions.token;

import dev.orrery.kit.access.InvalidTokenException;
import dev.orrery.kit.access.TokenVerifier;
import dev.orrery.kit.access.VerifiedToken;
import dev.orrery.kit.database.Database;
import dev.orrery.permissions.key.SigningKeys;
import dev.orrery.permissions.oauth.Inspectable;
import dev.orrery.permissions.revocation.Revocable;
import dev.orrery.permissions.revocation.Revocations;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/// Our access tokens, as the record knows them: what is revoked proves nothing from that moment on.
@ApplicationScoped
public class AccessTokens implements Revocable, Inspectable {
  private final TokenVerifier verifier;
  private final Revocations revocations;
  private final Database database;

  AccessTokens(
      SigningKeys keys,
      Revocations revocations,
      Database database,
      @ConfigProperty(name = "orrery.tokens.issuer", defaultValue = TokenVerifier.ISSUER)
          String issuer) {
    this.verifier = TokenVerifier.withKeys(keys, issuer);
    this.revocations = revocations;
    this.database = database.own();
  }

  /// @throws InvalidTokenException when the token proves nothing
  public VerifiedToken verify(String token) {
    VerifiedToken proven = verifier.verify(token);
    if (isRevoked(proven)) {
      throw InvalidTokenException.revoked();
    }
    return proven;
  }

  /// The claims of a token that proves something.
  public Optional<JwtClaims> claims(String token) {
    try {
      verify(token);
      return Optional.of(unchecked(token));
    } catch (InvalidTokenException provesNothing) {
      return Optional.empty();
    }
  }

  @Override
  public boolean revoke(String token) {
    Optional<JwtClaims> claims = claims(token);
    claims.ifPresent(good ->
        database.inTransaction(transaction -> {
          revocations.revoke(transaction, id(good), end(good));
          return true;
        }));
    return claims.isPresent();
  }

  @Override
  public Optional<JsonObject> inspect(String token) {
    return claims(token)
        .map(claims ->
            new JsonObject(claims.toJson()).put("active", true).put("token_type", "Bearer"));
  }

  private boolean isRevoked(VerifiedToken token) {
    return database.read(transaction ->
        revocations.contains(transaction, Arrays.asList(token.id(), token.session())));
  }

  private static String id(JwtClaims claims) {
    try {
      return claims.getJwtId();
    } catch (MalformedClaimException impossible) {
      throw new IllegalStateException("it was verified", impossible);
    }
  }

  private static Instant end(JwtClaims claims) {
    try {
      return Instant.ofEpochSecond(claims.getExpirationTime().getValue());
    } catch (MalformedClaimException impossible) {
      throw new IllegalStateException("it was verified", impossible);
    }
  }

  /// The claims of a token that was verified before.
  private static JwtClaims unchecked(String token) {
    try {
      return new JwtConsumerBuilder()
          .setSkipAllValidators()
          .setSkipSignatureVerification()
          .setDisableRequireSignature()
          .build()
          .processToClaims(token);
    } catch (InvalidJwtException impossible) {
      throw new IllegalStateException("it was verified", impossible);
    }
  }
}
