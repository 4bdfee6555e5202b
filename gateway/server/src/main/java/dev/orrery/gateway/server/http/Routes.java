package dev.orrery.gateway.server.http;

import dev.orrery.gateway.server.GatewayConfig;
import dev.orrery.gateway.server.graph.LiveGraph;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.graphql.GraphiQLHandler;
import io.vertx.ext.web.handler.graphql.GraphiQLHandlerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// What is served where.
@ApplicationScoped
class Routes {
  private final Vertx vertx;
  private final GatewayConfig config;
  private final GraphQlEndpoint endpoint;
  private final LiveGraph graph;

  Routes(Vertx vertx, GatewayConfig config, GraphQlEndpoint endpoint, LiveGraph graph) {
    this.vertx = vertx;
    this.config = config;
    this.endpoint = endpoint;
    this.graph = graph;
  }

  void register(@Observes Router router) {
    router.route("/graphql").handler(endpoint::handle);
    router
        .get("/health")
        .handler(routing -> {
          boolean up = graph.current() != null;
          routing
              .response()
              .setStatusCode(up ? 200 : 503)
              .putHeader("content-type", "application/json")
              .end(up ? "{\"status\":\"UP\"}" : "{\"status\":\"DOWN\"}");
        });
    if (config.graphiql()) {
      // Bundled with Vert.x: nothing is loaded from elsewhere.
      GraphiQLHandler graphiql =
          GraphiQLHandler.create(
              vertx,
              new GraphiQLHandlerOptions()
                  .setEnabled(true)
                  .setGraphQLUri("/graphql")
                  .setGraphQLWSEnabled(false));
      router.route("/graphiql*").subRouter(graphiql.router());
      router.get("/").handler(routing -> routing.redirect("/graphiql/"));
    }
  }
}
