package dev.orrery.gateway.server.http;

import dev.orrery.gateway.server.GatewayConfig;
import dev.orrery.gateway.server.graph.LiveGraph;
import dev.orrery.gateway.server.metrics.Metrics;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.graphql.GraphiQLHandler;
import io.vertx.ext.web.handler.graphql.GraphiQLHandlerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;

/// What is served where.
@ApplicationScoped
class Routes {
  private final Vertx vertx;
  private final GatewayConfig config;
  private final GraphQlEndpoint endpoint;
  private final LiveGraph graph;
  private final Metrics metrics;

  Routes(
      Vertx vertx,
      GatewayConfig config,
      GraphQlEndpoint endpoint,
      LiveGraph graph,
      Metrics metrics) {
    this.metrics = metrics;
    this.vertx = vertx;
    this.config = config;
    this.endpoint = endpoint;
    this.graph = graph;
  }

  void register(@Observes Router router) {
    Cors cors = new Cors(config.cors().origins().orElse(Set.of()));
    router
        .route("/graphql")
        .handler(routing -> {
          if (!cors.answers(routing.request())) {
            endpoint.handle(routing);
          }
        });
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
    router
        .get("/q/metrics")
        .handler(routing ->
            routing
                .response()
                .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                .end(metrics.text(graph.current())));
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
