package dev.orrery.gateway.server.auth;

import dev.orrery.gateway.server.GatewayConfig;
import dev.orrery.gateway.server.GatewayConfig.Authentication;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Clock;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Lets requests in, or says why not. What a token allows is decided later: by the directives of
/// access in the graph, and by the subgraphs, each for its own data.
@ApplicationScoped
public class Gatekeeper {
  private final Vertx vertx;
  private final @Nullable TokenCheck check;
  private final @Nullable TokenExchange exchange;
  private final Authentication policy;

  /// What the gate says.
  public sealed interface Verdict {
    /// @param authorization what subgraphs get to see instead of the client's header; null when
    ///   that one goes on as it is
    record Enter(Identity identity, @Nullable String authorization) implements Verdict {
      Enter(Identity identity) {
        this(identity, null);
      }

      @Override
      public String toString() {
        return identity.authenticated() ? "somebody" : "anybody";
      }
    }

    /// @param message for the client
    record Unauthenticated(String message) implements Verdict {}

    /// Nobody can say yet.
    ///
    /// @param message for the client
    record Unavailable(String message) implements Verdict {}
  }

  private static final Verdict ANONYMOUS = new Verdict.Enter(Identity.ANONYMOUS);

  Gatekeeper(
      Vertx vertx,
      GatewayConfig config,
      @ConfigProperty(name = "orrery.jwks") Optional<String> jwks,
      @ConfigProperty(name = "mp.jwt.verify.issuer") Optional<String> issuer,
      @ConfigProperty(name = "mp.jwt.verify.audiences") Optional<String> audience,
      @ConfigProperty(name = "orrery.tokens.type") Optional<String> type,
      @ConfigProperty(name = "orrery.tokens.endpoint") Optional<URI> endpoint) {
    this.vertx = vertx;
    this.check =
        jwks.map(location -> new TokenCheck(location, issuer, audience, type, Clock.systemUTC()))
            .orElse(null);
    this.exchange =
        endpoint.map(address -> new TokenExchange(address, vertx, Clock.systemUTC())).orElse(null);
    this.policy =
        config
            .authentication()
            .orElse(jwks.isPresent() ? Authentication.REQUIRED : Authentication.OPTIONAL);
  }

  /// Ends a start that could only refuse everybody.
  void check(@Observes StartupEvent event) {
    if (policy == Authentication.REQUIRED && check == null) {
      throw new IllegalStateException(
          "gateway.authentication=required needs orrery.jwks, the keys that tokens are signed with");
    }
  }

  /// Judges the value of an `authorization` header. Without keys there is nothing to judge by: the
  /// header then goes to the subgraphs as it is, and proves nothing here.
  public Future<Verdict> judge(@Nullable String authorization) {
    if (authorization == null) {
      return Future.succeededFuture(
          policy == Authentication.REQUIRED
              ? new Verdict.Unauthenticated("Send a token: authorization: Bearer <token>.")
              : ANONYMOUS);
    }
    TokenCheck tokens = check;
    if (tokens == null) {
      return Future.succeededFuture(ANONYMOUS);
    }
    if (authorization.length() < 8
        || !authorization.substring(0, 7).toLowerCase(Locale.ROOT).equals("bearer ")) {
      return Future.succeededFuture(
          new Verdict.Unauthenticated("Only bearer tokens are accepted."));
    }
    String token = authorization.substring(7).trim();
    TokenExchange exchanging = exchange;
    return exchanging != null && TokenExchange.isMeant(token)
        ? exchanging.exchange(token).compose(outcome -> exchanged(tokens, outcome))
        : judge(tokens, token);
  }

  private Future<Verdict> exchanged(TokenCheck tokens, TokenExchange.Outcome outcome) {
    return switch (outcome) {
      case TokenExchange.Outcome.Exchanged(var token) ->
          judge(tokens, token).map(verdict -> replaced(verdict, token));
      case TokenExchange.Outcome.Refused _ ->
          Future.succeededFuture(
              new Verdict.Unauthenticated(
                  "The personal access token is unknown, expired or revoked."));
      case TokenExchange.Outcome.Unavailable _ ->
          Future.succeededFuture(
              new Verdict.Unavailable("Personal access tokens cannot be taken just now."));
    };
  }

  private static Verdict replaced(Verdict verdict, String token) {
    return verdict instanceof Verdict.Enter(var identity, _)
        ? new Verdict.Enter(identity, "Bearer " + token)
        : verdict;
  }

  private Future<Verdict> judge(TokenCheck tokens, String token) {
    Identity known = tokens.remembered(token);
    if (known != null) {
      return Future.succeededFuture(new Verdict.Enter(known));
    }
    return vertx.executeBlocking(() -> verdict(tokens, token), false).map(Objects::requireNonNull);
  }

  private static Verdict verdict(TokenCheck tokens, String token) {
    try {
      Identity identity = tokens.check(token);
      return identity == null
          ? new Verdict.Unauthenticated("The token is expired, not ours, or malformed.")
          : new Verdict.Enter(identity);
    } catch (KeySet.Unread tooEarly) {
      return new Verdict.Unavailable("Tokens cannot be checked yet; try again in a moment.");
    }
  }
}
