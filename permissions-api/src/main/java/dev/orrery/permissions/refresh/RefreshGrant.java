package dev.orrery.permissions.refresh;

import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.permissions.oauth.Form;
import dev.orrery.permissions.oauth.OAuthRequest;
import dev.orrery.permissions.oauth.Refusal;
import dev.orrery.permissions.oauth.Reply;
import dev.orrery.permissions.refresh.SignIns.Use;
import dev.orrery.permissions.secret.OpaqueSecret;
import dev.orrery.permissions.token.Grant;
import dev.orrery.permissions.token.TokenIssuer;
import dev.orrery.permissions.token.TokenIssuer.Issued;
import dev.orrery.permissions.token.TokenIssuer.Occasion;
import dev.orrery.permissions.user.Accounts;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/// A refresh token for a new access token and the next refresh token (RFC 6749, section 6).
@ApplicationScoped
class RefreshGrant implements Grant {
  private static final Logger LOG = Logger.getLogger(RefreshGrant.class);
  private static final Refusal REFUSED =
      Refusal.invalidGrant("the refresh token is used, expired or revoked: sign in again");

  private final SignIns signIns;
  private final TokenIssuer issuer;
  private final Accounts accounts;
  private final Database database;

  RefreshGrant(SignIns signIns, TokenIssuer issuer, Accounts accounts, Database database) {
    this.signIns = signIns;
    this.issuer = issuer;
    this.accounts = accounts;
    this.database = database.own();
  }

  @Override
  public String type() {
    return "refresh_token";
  }

  @Override
  public Reply answer(OAuthRequest request) {
    Form form = request.form();
    String given = form.required("refresh_token");
    if (!OpaqueSecret.REFRESH_TOKEN.fits(given)) {
      return REFUSED;
    }
    String client = form.get("client_id").orElse(TokenIssuer.ORRERY);
    return database.inTransaction(transaction ->
        switch (signIns.use(transaction, given)) {
          case Use.Renewed renewed -> renewed(transaction, renewed, client);
          case Use.Unknown _ -> REFUSED;
          case Use.Stolen(var id) -> {
            LOG.warnf("a refresh token of %s came twice: the sign-in has ended", id);
            yield REFUSED;
          }
        });
  }

  private Reply renewed(Transaction transaction, Use.Renewed renewed, String client) {
    String actor = new TypeId("user", renewed.user()).toString();
    return accounts
        .find(transaction, renewed.user())
        .<Reply>map(user -> {
          Issued issued =
              issuer.forUser(
                  transaction,
                  user,
                  new Occasion(issuer.lifetime(), actor, client, renewed.id(), null));
          return new Reply.Json(issued.json().put("refresh_token", renewed.refreshToken()));
        })
        .orElse(REFUSED);
  }
}
