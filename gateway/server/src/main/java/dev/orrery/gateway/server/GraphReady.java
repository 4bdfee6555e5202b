package dev.orrery.gateway.server;

import dev.orrery.gateway.server.graph.LiveGraph;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready as soon as there is a graph. Subgraphs that are down do not count: their part of an answer
/// is missing then, and everything else is served.
@Readiness
class GraphReady implements HealthCheck {
  private final LiveGraph graph;

  GraphReady(LiveGraph graph) {
    this.graph = graph;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("graph").status(graph.current() != null).build();
  }
}
