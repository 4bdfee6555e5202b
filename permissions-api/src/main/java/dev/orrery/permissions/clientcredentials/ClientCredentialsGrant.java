package dev.orrery.permissions.clientcredentials;

import dev.orrery.kit.access.Scope;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Transaction;
import dev.orrery.permissions.oauth.OAuthRefused;
import dev.orrery.permissions.oauth.OAuthRequest;
import dev.orrery.permissions.oauth.Refusal;
import dev.orrery.permissions.oauth.Reply;
import dev.orrery.permissions.token.Grant;
import dev.orrery.permissions.token.TokenIssuer;
import dev.orrery.permissions.token.TokenIssuer.Issued;
import dev.orrery.permissions.token.TokenIssuer.Occasion;
import dev.orrery.permissions.user.Accounts;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Client credentials (RFC 6749, section 4.4): a service account gets a token of its own, and so
/// does the operator.
///
/// The operator's operates the platform. With `subject`, the e-mail address of a user, it speaks
/// for that user.
@ApplicationScoped
class ClientCredentialsGrant implements Grant {
  private final Clients clients;
  private final TokenIssuer issuer;
  private final Accounts accounts;
  private final Database database;
  private final Duration operatorLifetime;

  ClientCredentialsGrant(
      Clients clients,
      TokenIssuer issuer,
      Accounts accounts,
      Database database,
      @ConfigProperty(name = "orrery.tokens.operator-lifetime", defaultValue = "1H")
          Duration operatorLifetime) {
    this.clients = clients;
    this.issuer = issuer;
    this.accounts = accounts;
    this.database = database.own();
    this.operatorLifetime = operatorLifetime;
  }

  @Override
  public String type() {
    return "client_credentials";
  }

  @Override
  public Reply answer(OAuthRequest request) {
    return database
        .inTransaction(transaction ->
            switch (clients.identify(transaction, request)) {
              case Client.Operator _ -> ofOperator(transaction, request);
              case Client.ServiceAccount account -> ofServiceAccount(transaction, request, account);
            })
        .reply();
  }

  private Issued ofOperator(Transaction transaction, OAuthRequest request) {
    Occasion occasion = new Occasion(operatorLifetime, TokenIssuer.OPERATOR, TokenIssuer.OPERATOR);
    @Nullable String subject = request.form().orNull("subject");
    if (subject == null) {
      return issuer.forOperator(transaction, occasion);
    }
    return accounts
        .find(transaction, subject)
        .map(user -> issuer.forUser(transaction, user, occasion))
        .orElseThrow(() ->
            new OAuthRefused(Refusal.invalidGrant("there is no user with this e-mail address")));
  }

  private Issued ofServiceAccount(
      Transaction transaction, OAuthRequest request, Client.ServiceAccount account) {
    String id = account.id().toString();
    return issuer.forServiceAccount(
        transaction,
        account.id(),
        account.organization(),
        new Occasion(issuer.lifetime(), id, id, null, scope(request)));
  }

  private static @Nullable Scope scope(OAuthRequest request) {
    Optional<String> wanted = request.form().get("scope");
    try {
      return wanted.map(Scope::parse).orElse(null);
    } catch (IllegalArgumentException malformed) {
      throw new OAuthRefused(Refusal.invalidScope(String.valueOf(malformed.getMessage())));
    }
  }
}
