package dev.orrery.permissions.userinfo;

import dev.orrery.kit.access.InvalidTokenException;
import dev.orrery.kit.access.VerifiedToken;
import dev.orrery.kit.database.DatabaseUnavailable;
import dev.orrery.kit.ids.MalformedIdException;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.permissions.token.AccessTokens;
import dev.orrery.permissions.user.Accounts;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/// `GET` and `POST /oauth/userinfo` (OpenID Connect Core, section 5.3): who one is by one's token.
@ApplicationScoped
class UserInfoEndpoint {
  private static final String BEARER = "Bearer ";

  private final AccessTokens tokens;
  private final Accounts accounts;

  UserInfoEndpoint(AccessTokens tokens, Accounts accounts) {
    this.tokens = tokens;
    this.accounts = accounts;
  }

  void route(@Observes Router router) {
    router.get("/oauth/userinfo").handler(this::serve);
    router.post("/oauth/userinfo").handler(this::serve);
  }

  private void serve(RoutingContext http) {
    Context context = http.vertx().getOrCreateContext();
    @Nullable String header = http.request().getHeader(HttpHeaders.AUTHORIZATION);
    Thread.startVirtualThread(() -> {
      try {
        JsonObject about = about(header);
        context.runOnContext(_ ->
            http.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(about.encode()));
      } catch (InvalidTokenException invalid) {
        context.runOnContext(_ -> refuse(http));
      } catch (DatabaseUnavailable unavailable) {
        context.runOnContext(_ -> http.fail(503));
      } catch (RuntimeException | Error broken) {
        context.runOnContext(_ -> http.fail(broken));
      }
    });
  }

  private JsonObject about(@Nullable String header) {
    if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw InvalidTokenException.absent();
    }
    VerifiedToken token = tokens.verify(header.substring(BEARER.length()).strip());
    JsonObject about = new JsonObject().put("sub", token.subject());
    if (token.platform()) {
      about.put("platform", true);
    }
    if (token.scope() != null) {
      about.put("scope", token.scope().toString());
    }
    try {
      accounts
          .find(TypeId.parse(token.subject(), "user").uuid())
          .ifPresent(user ->
              about
                  .put("name", user.header().name())
                  .put("email", user.email())
                  .put("organization", new TypeId("org", user.header().organization()).toString()));
    } catch (MalformedIdException noUser) {
      return about;
    }
    return about;
  }

  /// RFC 6750, section 3.1.
  private static void refuse(RoutingContext http) {
    http.response()
        .setStatusCode(401)
        .putHeader("WWW-Authenticate", "Bearer realm=\"orrery\", error=\"invalid_token\"")
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(new JsonObject().put("error", "invalid_token").encode());
  }
}
