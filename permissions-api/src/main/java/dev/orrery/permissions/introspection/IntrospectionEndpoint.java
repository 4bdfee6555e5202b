package dev.orrery.permissions.introspection;

import dev.orrery.kit.database.Database;
import dev.orrery.permissions.clientcredentials.Clients;
import dev.orrery.permissions.oauth.Inspectable;
import dev.orrery.permissions.oauth.OAuthRequest;
import dev.orrery.permissions.oauth.OAuthRoutes;
import dev.orrery.permissions.oauth.Reply;
import io.quarkus.arc.All;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;

/// `POST /oauth/introspect` (RFC 7662): what a token is, for clients that have shown who they are.
/// Why a token is not good is not said.
@ApplicationScoped
class IntrospectionEndpoint {
  private final Clients clients;
  private final List<Inspectable> kinds;
  private final Database database;
  private final OAuthRoutes routes;

  IntrospectionEndpoint(
      Clients clients, @All List<Inspectable> kinds, Database database, OAuthRoutes routes) {
    this.clients = clients;
    this.kinds = kinds;
    this.database = database.own();
    this.routes = routes;
  }

  void route(@Observes Router router) {
    routes.post(router, "/oauth/introspect", this::answer);
  }

  private Reply answer(OAuthRequest request) {
    database.inTransaction(transaction -> clients.identify(transaction, request));
    String token = request.form().required("token");
    return new Reply.Json(
        kinds.stream()
            .map(kind -> kind.inspect(token))
            .flatMap(Optional::stream)
            .findFirst()
            .orElseGet(() -> new JsonObject().put("active", false)));
  }
}
