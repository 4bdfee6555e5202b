package dev.orrery.permissions.token;

import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.DatabaseUnavailable;
import dev.orrery.permissions.user.Accounts;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// `POST /oauth/token`: the client credentials grant (RFC 6749, section 4.4) for the one client
/// there is, `operator`.
///
/// Without more, the token operates the platform. With `subject`, the e-mail address of a user, it
/// speaks for that user.
@ApplicationScoped
class TokenEndpoint {
  private static final Logger LOG = Logger.getLogger(TokenEndpoint.class);
  private static final long LARGEST_BODY = 8 * 1024;
  private static final String FORM = "application/x-www-form-urlencoded";

  private final OperatorSecret secret;
  private final TokenIssuer issuer;
  private final Accounts accounts;
  private final Database database;
  private final Duration lifetime;

  TokenEndpoint(
      OperatorSecret secret,
      TokenIssuer issuer,
      Accounts accounts,
      Database database,
      @ConfigProperty(name = "orrery.tokens.lifetime", defaultValue = "1H") Duration lifetime) {
    this.secret = secret;
    this.issuer = issuer;
    this.accounts = accounts;
    this.database = database;
    this.lifetime = lifetime;
  }

  /// What is answered: a token, or an error of RFC 6749, section 5.2.
  private sealed interface Reply {
    record Token(TokenIssuer.Issued issued) implements Reply {}

    record Refusal(int status, String error, String description) implements Reply {}
  }

  void route(@Observes Router router) {
    router
        .post("/oauth/token")
        .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY))
        .handler(this::answer);
  }

  private void answer(RoutingContext http) {
    Context context = http.vertx().getOrCreateContext();
    Thread.startVirtualThread(() -> {
      Reply reply = safely(http);
      context.runOnContext(_ -> send(http.response(), reply));
    });
  }

  private Reply safely(RoutingContext http) {
    try {
      return reply(http);
    } catch (DatabaseUnavailable unavailable) {
      LOG.warnf("no token could be issued: %s", unavailable.getMessage());
      return new Reply.Refusal(503, "temporarily_unavailable", "try again");
    } catch (RuntimeException broken) {
      LOG.error("no token could be issued", broken);
      return new Reply.Refusal(500, "server_error", "an internal error; see the log");
    }
  }

  private Reply reply(RoutingContext http) {
    if (!secret.isProvenBy(http.request().getHeader(HttpHeaders.AUTHORIZATION))) {
      return new Reply.Refusal(401, "invalid_client", "authenticate as operator, with HTTP Basic");
    }
    if (!isForm(http.request().getHeader(HttpHeaders.CONTENT_TYPE))) {
      return invalid("send a form: " + FORM);
    }
    MultiMap form = http.request().formAttributes();
    for (String name : form.names()) {
      if (form.getAll(name).size() > 1) {
        return invalid(name + " is given more than once");
      }
    }
    @Nullable String grant = form.get("grant_type");
    if (grant == null) {
      return invalid("grant_type is missing");
    }
    if (!grant.equals("client_credentials")) {
      return new Reply.Refusal(400, "unsupported_grant_type", "the grant is client_credentials");
    }
    @Nullable String subject = form.get("subject");
    return subject == null ? operatorToken() : userToken(subject);
  }

  private Reply operatorToken() {
    return new Reply.Token(
        database.inTransaction(transaction -> issuer.forOperator(transaction, lifetime)));
  }

  private Reply userToken(String email) {
    Optional<TokenIssuer.Issued> issued =
        database.inTransaction(transaction ->
            accounts
                .find(transaction, email)
                .map(user -> issuer.forUser(transaction, user, lifetime, TokenIssuer.OPERATOR)));
    return issued
        .<Reply>map(Reply.Token::new)
        .orElseGet(() ->
            new Reply.Refusal(400, "invalid_grant", "there is no user with this e-mail address"));
  }

  private static Reply invalid(String description) {
    return new Reply.Refusal(400, "invalid_request", description);
  }

  private static boolean isForm(@Nullable String contentType) {
    return contentType != null && contentType.split(";", 2)[0].strip().equalsIgnoreCase(FORM);
  }

  private void send(HttpServerResponse response, Reply reply) {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("Pragma", "no-cache");
    switch (reply) {
      case Reply.Token(var issued) ->
          response.end(
              new JsonObject()
                  .put("access_token", issued.token())
                  .put("token_type", "Bearer")
                  .put("expires_in", lifetime.toSeconds())
                  .encode());
      case Reply.Refusal(var status, var error, var description) -> {
        if (status == 401) {
          response.putHeader("WWW-Authenticate", "Basic realm=\"orrery\", charset=\"UTF-8\"");
        }
        response
            .setStatusCode(status)
            .end(
                new JsonObject()
                    .put("error", error)
                    .put("error_description", description)
                    .encode());
      }
    }
  }
}
