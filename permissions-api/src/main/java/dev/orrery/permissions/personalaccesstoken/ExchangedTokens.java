package dev.orrery.permissions.personalaccesstoken;

import dev.orrery.kit.database.Database;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.permissions.exchange.SubjectTokens;
import dev.orrery.permissions.oauth.OAuthRefused;
import dev.orrery.permissions.oauth.Refusal;
import dev.orrery.permissions.token.TokenIssuer;
import dev.orrery.permissions.token.TokenIssuer.Issued;
import dev.orrery.permissions.token.TokenIssuer.Occasion;
import dev.orrery.permissions.user.Accounts;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A personal access token for an access token of its scope, which ends with it. The gateway does
/// that for those who send one, so that no service has to ask on each request.
@ApplicationScoped
class ExchangedTokens implements SubjectTokens {
  static final String TYPE = "urn:orrery:params:oauth:token-type:personal-access-token";

  private final PersonalAccessTokens known;
  private final TokenIssuer issuer;
  private final Accounts accounts;
  private final Database database;

  ExchangedTokens(
      PersonalAccessTokens known, TokenIssuer issuer, Accounts accounts, Database database) {
    this.known = known;
    this.issuer = issuer;
    this.accounts = accounts;
    this.database = database.own();
  }

  @Override
  public boolean accepts(String type) {
    return type.equals(TYPE);
  }

  @Override
  public Issued exchange(String token) {
    Optional<Issued> issued =
        database.inTransaction(transaction ->
            known
                .find(transaction, token)
                .flatMap(found ->
                    accounts
                        .find(transaction, found.user())
                        .map(user -> issuer.forUser(transaction, user, occasion(found)))));
    return issued.orElseThrow(() ->
        new OAuthRefused(
            Refusal.invalidGrant("the personal access token is unknown, expired or revoked")));
  }

  private Occasion occasion(PersonalAccessTokenRow token) {
    TypeId id = new TypeId(PersonalAccessTokenRow.PREFIX, token.id());
    Duration left = Duration.between(Instant.now(), token.expiresAt());
    return new Occasion(
        left.compareTo(issuer.lifetime()) < 0 ? left : issuer.lifetime(),
        new TypeId("user", token.user()).toString(),
        id.toString(),
        id,
        token.scope().allows("*") ? null : token.scope());
  }
}
