package dev.orrery.permissions.token;

import dev.orrery.kit.access.Role;
import dev.orrery.kit.access.TokenVerifier;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.Change;
import dev.orrery.kit.events.Outbox;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.permissions.user.UserRow;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Signs tokens, and tells by an event that one was issued: its id, for whom and until when, never
/// the token.
@ApplicationScoped
class TokenIssuer {
  /// The subject of tokens that operate the platform.
  static final String OPERATOR = "operator";

  private final SigningKey key;
  private final Outbox outbox;
  private final String issuer;

  TokenIssuer(
      SigningKey key,
      Outbox outbox,
      @ConfigProperty(name = "orrery.tokens.issuer", defaultValue = TokenVerifier.ISSUER)
          String issuer) {
    this.key = key;
    this.outbox = outbox;
    this.issuer = issuer;
  }

  /// A signed token. Its text is for the client alone, so this says as little as possible about
  /// itself.
  record Issued(String token, Instant expiresAt) {
    @Override
    public String toString() {
      return "a token until " + expiresAt;
    }
  }

  /// A token with the user's roles as they are now.
  Issued forUser(Transaction transaction, UserRow user, Duration lifetime, String actor) {
    TypeId subject = new TypeId("user", user.id());
    JwtClaimsBuilder claims =
        Jwt.claims()
            .subject(subject.toString())
            .claim("organizations", roles(user.roles()))
            .claim(TokenVerifier.USER_VERSION, user.header().version());
    return signed(
        transaction,
        claims,
        subject,
        new TypeId("org", user.header().organization()),
        lifetime,
        actor);
  }

  /// A token that may do everything.
  Issued forOperator(Transaction transaction, Duration lifetime) {
    return signed(
        transaction,
        Jwt.claims().subject(OPERATOR).claim("platform", true),
        null,
        null,
        lifetime,
        OPERATOR);
  }

  private Issued signed(
      Transaction transaction,
      JwtClaimsBuilder claims,
      @Nullable TypeId user,
      @Nullable TypeId organization,
      Duration lifetime,
      String actor) {
    TypeId id = TypeId.generate("tok");
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Instant end = now.plus(lifetime);
    String token =
        claims
            .issuer(issuer)
            .audience(TokenVerifier.AUDIENCE)
            .issuedAt(now.getEpochSecond())
            .expiresAt(end.getEpochSecond())
            .claim("jti", id.toString())
            .jws()
            .algorithm(SignatureAlgorithm.ES256)
            .keyId(key.id())
            .sign(key.secret());
    Map<String, @Nullable Object> told = new HashMap<>();
    told.put("id", id.toString());
    told.put("version", 1);
    told.put("user", user == null ? null : user.toString());
    told.put("platform", user == null);
    told.put("issuedAt", now.toString());
    told.put("expiresAt", end.toString());
    outbox.append(
        transaction,
        Change.created("token", id, 1, told)
            .in(organization, null)
            .by(actor)
            .relatedTo(user == null ? List.of() : List.of(user)));
    return new Issued(token, end);
  }

  private static Map<String, String> roles(Map<UUID, Role> roles) {
    Map<String, String> named = new TreeMap<>();
    roles.forEach(
        (organization, role) -> named.put(new TypeId("org", organization).toString(), role.name()));
    return named;
  }
}
