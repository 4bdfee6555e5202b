package dev.orrery.permissions.token;

import dev.orrery.kit.access.Scope;
import dev.orrery.kit.access.TokenVerifier;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.Change;
import dev.orrery.kit.events.Outbox;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.permissions.key.SigningKeys;
import dev.orrery.permissions.oauth.Reply;
import dev.orrery.permissions.policy.Policy;
import dev.orrery.permissions.user.UserRow;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jspecify.annotations.Nullable;

/// Signs access tokens (RFC 9068), and tells by an event that one was issued: its id, for whom and
/// until when, never the token.
@ApplicationScoped
public class TokenIssuer {
  /// The subject of tokens that operate the platform, and the client that gets them.
  public static final String OPERATOR = "operator";

  /// The client of people who are at no other program.
  public static final String ORRERY = "orrery";

  private final SigningKeys keys;
  private final Outbox outbox;
  private final Policy policy;
  private final String issuer;
  private final Duration lifetime;

  TokenIssuer(
      SigningKeys keys,
      Outbox outbox,
      Policy policy,
      @ConfigProperty(name = "orrery.tokens.issuer", defaultValue = TokenVerifier.ISSUER)
          String issuer,
      @ConfigProperty(name = "orrery.tokens.lifetime", defaultValue = "10M") Duration lifetime) {
    this.keys = keys;
    this.outbox = outbox;
    this.policy = policy;
    this.issuer = issuer;
    this.lifetime = lifetime;
  }

  /// How long a token is good unless somebody says otherwise.
  public Duration lifetime() {
    return lifetime;
  }

  /// A signed token. Its text is for the client alone, so this says as little as possible about
  /// itself.
  public record Issued(String id, String token, Instant issuedAt, Instant expiresAt) {
    @Override
    public String toString() {
      return id + " until " + expiresAt;
    }

    /// As RFC 6749, section 5.1, answers it.
    public JsonObject json() {
      return new JsonObject()
          .put("access_token", token)
          .put("token_type", "Bearer")
          .put("expires_in", Duration.between(issuedAt, expiresAt).toSeconds());
    }

    public Reply reply() {
      return new Reply.Json(json());
    }
  }

  /// For whom a token speaks, and how it came about.
  ///
  /// @param session the sign-in or personal access token that it was got with
  /// @param client the program that it is for
  /// @param actor whose doing it is
  public record Occasion(
      Duration lifetime,
      String actor,
      String client,
      @Nullable TypeId session,
      @Nullable Scope scope) {

    public Occasion(Duration lifetime, String actor, String client) {
      this(lifetime, actor, client, null, null);
    }
  }

  /// A token of a user. What the user may do is in the policy alone.
  public Issued forUser(Transaction transaction, UserRow user, Occasion occasion) {
    TypeId subject = new TypeId("user", user.id());
    JwtClaims claims = new JwtClaims();
    claims.setSubject(subject.toString());
    return signed(
        transaction, claims, subject, new TypeId("org", user.header().organization()), occasion);
  }

  /// A token of a service account. What it may do is in the policy alone.
  public Issued forServiceAccount(
      Transaction transaction, TypeId account, TypeId organization, Occasion occasion) {
    JwtClaims claims = new JwtClaims();
    claims.setSubject(account.toString());
    return signed(transaction, claims, account, organization, occasion);
  }

  /// A token that may do everything.
  public Issued forOperator(Transaction transaction, Occasion occasion) {
    JwtClaims claims = new JwtClaims();
    claims.setSubject(OPERATOR);
    claims.setClaim("platform", true);
    return signed(transaction, claims, null, null, occasion);
  }

  /// A statement for a client about who signed in (OpenID Connect Core, section 2). It opens
  /// nothing.
  public String statement(UserRow user, String client, Issued with) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(issuer);
    claims.setAudience(client);
    claims.setSubject(new TypeId("user", user.id()).toString());
    claims.setIssuedAt(date(with.issuedAt()));
    claims.setExpirationTime(date(with.expiresAt()));
    claims.setClaim("email", user.email());
    claims.setClaim("name", user.header().name());
    return keys.sign(claims, "JWT");
  }

  private Issued signed(
      Transaction transaction,
      JwtClaims claims,
      @Nullable TypeId subject,
      @Nullable TypeId organization,
      Occasion occasion) {
    TypeId id = TypeId.generate("tok");
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Instant end = now.plus(occasion.lifetime());
    claims.setIssuer(issuer);
    claims.setAudience(TokenVerifier.AUDIENCE);
    claims.setIssuedAt(date(now));
    claims.setExpirationTime(date(end));
    claims.setJwtId(id.toString());
    claims.setClaim("client_id", occasion.client());
    claims.setClaim(TokenVerifier.POLICY_REVISION, policy.revision(transaction));
    if (occasion.session() != null) {
      claims.setClaim("sid", occasion.session().toString());
    }
    if (occasion.scope() != null) {
      claims.setClaim("scope", occasion.scope().toString());
    }
    String token = keys.sign(claims, TokenVerifier.TYPE);
    outbox.append(
        transaction,
        Change.created("token", id, 1, told(id, subject, occasion, now, end))
            .in(organization, null)
            .by(occasion.actor())
            .relatedTo(subject == null ? List.of() : List.of(subject)));
    return new Issued(id.toString(), token, now, end);
  }

  private static Map<String, @Nullable Object> told(
      TypeId id, @Nullable TypeId subject, Occasion occasion, Instant now, Instant end) {
    boolean user = subject != null && subject.prefix().equals("user");
    Map<String, @Nullable Object> told = new HashMap<>();
    told.put("id", id.toString());
    told.put("version", 1);
    told.put("user", user ? String.valueOf(subject) : null);
    told.put("serviceAccount", subject == null || user ? null : subject.toString());
    told.put("platform", subject == null);
    told.put("client", occasion.client());
    told.put("session", occasion.session() == null ? null : occasion.session().toString());
    told.put("scope", occasion.scope() == null ? null : occasion.scope().actions());
    told.put("issuedAt", now.toString());
    told.put("expiresAt", end.toString());
    return told;
  }

  private static NumericDate date(Instant instant) {
    return NumericDate.fromSeconds(instant.getEpochSecond());
  }
}
