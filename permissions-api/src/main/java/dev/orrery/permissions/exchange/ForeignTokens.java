package dev.orrery.permissions.exchange;

import dev.orrery.kit.access.DiscoveredKeySet;
import dev.orrery.kit.access.KeySource;
import dev.orrery.kit.access.Scope;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.permissions.oauth.OAuthRefused;
import dev.orrery.permissions.oauth.Refusal;
import dev.orrery.permissions.token.TokenIssuer;
import dev.orrery.permissions.token.TokenIssuer.Issued;
import dev.orrery.permissions.token.TokenIssuer.Occasion;
import dev.orrery.permissions.user.Accounts;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;

/// Tokens of trusted issuers, for one of ours.
///
/// Why one is refused is not said in detail: whoever holds somebody's token is told nothing about
/// the accounts here.
@ApplicationScoped
class ForeignTokens implements SubjectTokens {
  private static final Set<String> TYPES =
      Set.of(
          "urn:ietf:params:oauth:token-type:jwt",
          "urn:ietf:params:oauth:token-type:id_token",
          "urn:ietf:params:oauth:token-type:access_token");

  private final Database database;
  private final TokenIssuer issuer;
  private final Accounts accounts;
  private final Map<String, KeySource> keys = new ConcurrentHashMap<>();

  ForeignTokens(Database database, TokenIssuer issuer, Accounts accounts) {
    this.database = database.own();
    this.issuer = issuer;
    this.accounts = accounts;
  }

  @Override
  public boolean accepts(String type) {
    return TYPES.contains(type);
  }

  @Override
  public Issued exchange(String token) {
    String name = ForeignToken.issuerOf(token).orElseThrow(ForeignTokens::refused);
    List<TrustedIssuerRow> trusted =
        database.read(transaction -> TrustedIssuers.of(transaction, name));
    if (trusted.isEmpty()) {
      throw refused();
    }
    // Only issuers that somebody trusts are remembered, so their number is bounded.
    KeySource source =
        keys.computeIfAbsent(name, each -> new DiscoveredKeySet(each, Clock.systemUTC()));
    JwtClaims claims =
        ForeignToken.verified(token, name, source).orElseThrow(ForeignTokens::refused);
    return trusted.stream()
        .filter(row -> admits(row, claims))
        .map(row -> database.inTransaction(transaction -> issued(transaction, row, claims)))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(ForeignTokens::refused);
  }

  private static boolean admits(TrustedIssuerRow row, JwtClaims claims) {
    try {
      return claims.getAudience().contains(row.audience)
          && Expression.CONDITION.holds(row.condition, claims.getClaimsMap());
    } catch (MalformedClaimException malformed) {
      return false;
    }
  }

  private Optional<Issued> issued(Transaction transaction, TrustedIssuerRow row, JwtClaims claims) {
    Map<String, Object> said = claims.getClaimsMap();
    Optional<Occasion> occasion = occasion(row, claims, said);
    return occasion.isEmpty()
        ? Optional.empty()
        : Expression.SUBJECT
            .text(row.subject, said)
            .flatMap(subject -> accounts.find(transaction, subject))
            .filter(user -> user.header().organization().equals(row.header().organization()))
            .map(user -> issuer.forUser(transaction, user, occasion.get()));
  }

  private Optional<Occasion> occasion(
      TrustedIssuerRow row, JwtClaims claims, Map<String, Object> said) {
    TypeId trust = new TypeId(TrustedIssuerRow.PREFIX, row.id());
    return lifetime(claims)
        .flatMap(lifetime -> {
          if (row.actions == null) {
            return Optional.of(
                new Occasion(lifetime, trust.toString(), trust.toString(), trust, null));
          }
          return Expression.ACTIONS
              .texts(row.actions, said)
              .flatMap(ForeignTokens::scope)
              .map(scope ->
                  new Occasion(lifetime, trust.toString(), trust.toString(), trust, scope));
        });
  }

  /// Our token ends when the other one does, or before.
  private Optional<Duration> lifetime(JwtClaims claims) {
    try {
      Instant end = Instant.ofEpochSecond(claims.getExpirationTime().getValue());
      Duration left = Duration.between(Instant.now(), end);
      Duration shorter = left.compareTo(issuer.lifetime()) < 0 ? left : issuer.lifetime();
      return shorter.isPositive() ? Optional.of(shorter) : Optional.empty();
    } catch (MalformedClaimException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<Scope> scope(List<String> actions) {
    try {
      return Optional.of(Scope.of(actions));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static OAuthRefused refused() {
    return new OAuthRefused(
        Refusal.invalidGrant("the subject token is not good, or lets nobody in here"));
  }
}
