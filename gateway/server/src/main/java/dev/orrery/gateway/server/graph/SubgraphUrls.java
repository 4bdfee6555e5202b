package dev.orrery.gateway.server.graph;

import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/// Addresses of subgraphs that configuration sets, whatever the supergraph says:
/// `gateway.subgraph-url."name"`, or `GATEWAY_SUBGRAPH_URL_NAME` in the environment.
public record SubgraphUrls(Config config) {
  public Optional<String> find(String subgraph) {
    return config
        .getOptionalValue("gateway.subgraph-url.\"%s\"".formatted(subgraph), String.class)
        .or(() -> config.getOptionalValue("gateway.subgraph-url." + subgraph, String.class));
  }
}
