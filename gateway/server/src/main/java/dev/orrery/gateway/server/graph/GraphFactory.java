package dev.orrery.gateway.server.graph;

import dev.orrery.gateway.composition.supergraph.Subgraph;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.execution.cost.CostLimits;
import dev.orrery.gateway.execution.graph.FederatedGraph;
import dev.orrery.gateway.execution.graph.GraphSettings;
import dev.orrery.gateway.execution.http.BreakingTransport;
import dev.orrery.gateway.execution.http.HeaderRules;
import dev.orrery.gateway.execution.http.HttpTransport;
import dev.orrery.gateway.execution.http.InProcessTransport;
import dev.orrery.gateway.execution.http.RetryingTransport;
import dev.orrery.gateway.execution.http.RuledTransport;
import dev.orrery.gateway.execution.http.SubgraphSettings;
import dev.orrery.gateway.execution.http.SubgraphTransport;
import dev.orrery.gateway.execution.json.JsonLimits;
import dev.orrery.gateway.execution.operation.OperationLimits;
import dev.orrery.gateway.server.GatewayConfig;
import dev.orrery.gateway.server.metrics.Metrics;
import dev.orrery.gateway.server.node.NodeService;
import dev.orrery.gateway.server.node.NodeSubgraph;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/// Makes a graph that answers requests out of a supergraph.
@ApplicationScoped
class GraphFactory {
  private static final int KEPT_OPERATIONS = 2_000;

  private final Vertx vertx;
  private final GatewayConfig config;
  private final Config properties;
  private final SubgraphUrls urls;
  private final HeaderConfig headers;
  private final Metrics metrics;

  GraphFactory(
      Vertx vertx, GatewayConfig config, Config properties, HeaderConfig headers, Metrics metrics) {
    this.vertx = vertx;
    this.headers = headers;
    this.metrics = metrics;
    this.config = config;
    this.properties = properties;
    this.urls = SubgraphUrls.of(properties);
  }

  FederatedGraph create(Supergraph supergraph) {
    Map<String, SubgraphTransport> transports = new LinkedHashMap<>();
    for (Subgraph subgraph : supergraph.subgraphs()) {
      if (!isNode(subgraph)) {
        transports.put(subgraph.name(), http(subgraph));
      }
    }
    for (Subgraph subgraph : supergraph.subgraphs()) {
      if (isNode(subgraph)) {
        var node = new NodeService(supergraph, Map.copyOf(transports));
        transports.put(subgraph.name(), new InProcessTransport(node));
      }
    }
    return new FederatedGraph(vertx, supergraph, transports, settings(), new FetchLogger());
  }

  private static boolean isNode(Subgraph subgraph) {
    return subgraph.name().equals(NodeSubgraph.NAME) && !subgraph.url().startsWith("http");
  }

  private SubgraphTransport http(Subgraph subgraph) {
    String url = urls.find(subgraph.name()).orElse(subgraph.url());
    try {
      SubgraphTransport calls =
          new RetryingTransport(
              metrics.measured(
                  subgraph.name(),
                  new HttpTransport(
                      vertx, url, settings(subgraph.name()), headers.answers().read())));
      if (config.calls().breakerFailures() > 0) {
        BreakingTransport breaker =
            new BreakingTransport(
                calls,
                config.calls().breakerFailures(),
                config.calls().breakerPause(),
                System::nanoTime);
        metrics.breaker(subgraph.name(), breaker::isOpen);
        calls = breaker;
      }
      HeaderRules rules = headers.forSubgraph(subgraph.name());
      return rules.only(config.forwardHeaders()) ? calls : new RuledTransport(calls, rules);
    } catch (IllegalArgumentException e) {
      throw new UnusableGraph(
          "the subgraph %s has no address (%s): set gateway.subgraph-url.\"%s\""
              .formatted(subgraph.name(), e.getMessage(), subgraph.name()),
          e);
    }
  }

  private SubgraphSettings settings(String subgraph) {
    GatewayConfig.Calls calls = config.calls();
    Duration timeout =
        properties
            .getOptionalValue("gateway.subgraph-timeout." + subgraph, Duration.class)
            .orElse(calls.timeout());
    return new SubgraphSettings(
        timeout,
        calls.mutationTimeout(),
        calls.connections(),
        calls.waiting(),
        calls.maxResponse(),
        calls.http2(),
        calls.gzip());
  }

  private GraphSettings settings() {
    GatewayConfig.Limits limits = config.limits();
    return new GraphSettings(
        new OperationLimits(
            limits.tokens(),
            limits.depth(),
            limits.aliases(),
            limits.rootFields(),
            limits.directives(),
            limits.planning()),
        new JsonLimits(config.calls().maxResponse(), JsonLimits.STANDARD.maxDepth()),
        config.introspection(),
        KEPT_OPERATIONS,
        config.overrideLabels().orElse(Set.of()),
        config.showAllErrors(),
        config.coalesce().requests(),
        config.coalesce().fetches(),
        new CostLimits(limits.cost(), limits.listSize(), limits.pageSize()),
        headers.answers());
  }
}
