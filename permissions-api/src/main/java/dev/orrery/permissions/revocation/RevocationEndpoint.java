package dev.orrery.permissions.revocation;

import dev.orrery.permissions.oauth.OAuthRequest;
import dev.orrery.permissions.oauth.OAuthRoutes;
import dev.orrery.permissions.oauth.Reply;
import io.quarkus.arc.All;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/// `POST /oauth/revoke` (RFC 7009). Whoever has a token may revoke it; that something is no token
/// of ours is no error.
@ApplicationScoped
class RevocationEndpoint {
  private final List<Revocable> kinds;
  private final OAuthRoutes routes;

  RevocationEndpoint(@All List<Revocable> kinds, OAuthRoutes routes) {
    this.kinds = kinds;
    this.routes = routes;
  }

  void route(@Observes Router router) {
    routes.post(router, "/oauth/revoke", this::answer);
  }

  private Reply answer(OAuthRequest request) {
    String token = request.form().required("token");
    for (Revocable kind : kinds) {
      if (kind.revoke(token)) {
        break;
      }
    }
    return new Reply.Done();
  }
}
