package dev.orrery.gateway.server.graph;

import dev.orrery.gateway.execution.graph.FederatedGraph;
import dev.orrery.gateway.server.GatewayConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The graph that is served now. When its files change, a new graph is made and warmed up beside
/// it, then takes its place between two requests; requests in flight end on the old one. A change
/// that yields no graph is logged and changes nothing.
@ApplicationScoped
public class LiveGraph {
  private static final Logger LOG = Logger.getLogger(LiveGraph.class);

  /// Longer than any request takes.
  private static final Duration GRACE = Duration.ofSeconds(60);

  private final Vertx vertx;
  private final GatewayConfig config;
  private final GraphFactory factory;
  private final GraphSource source;
  private volatile @Nullable FederatedGraph current;
  private String fingerprint = "";

  LiveGraph(Vertx vertx, GatewayConfig config, Config properties, GraphFactory factory) {
    this.vertx = vertx;
    this.config = config;
    this.factory = factory;
    this.source = source(config, properties);
  }

  private static GraphSource source(GatewayConfig config, Config properties) {
    SubgraphUrls urls = SubgraphUrls.of(properties);
    List<GraphSource> sources = new ArrayList<>();
    config.supergraph().ifPresent(file -> sources.add(new SupergraphFile(Path.of(file))));
    config.subgraphs().ifPresent(file -> sources.add(new SubgraphList(Path.of(file), urls)));
    config.compose().ifPresent(folder -> sources.add(new SdlFolder(Path.of(folder), urls)));
    if (sources.isEmpty()) {
      properties
          .getOptionalValue("orrery.supergraph", String.class)
          .ifPresent(file -> sources.add(new SupergraphFile(Path.of(file))));
    }
    if (sources.size() != 1) {
      throw new UnusableGraph(
          "set one of gateway.supergraph, gateway.subgraphs and gateway.compose; %d are set"
              .formatted(sources.size()));
    }
    return sources.getFirst();
  }

  void start(@Observes StartupEvent event) {
    fingerprint = source.fingerprint();
    current = factory.create(source.load());
    LOG.infof("Serving the graph of %s", String.join(", ", source.files()));
    long interval = config.reloadInterval().toMillis();
    if (interval > 0) {
      watch(interval);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    FederatedGraph graph = current;
    if (graph != null) {
      graph.close();
    }
  }

  /// Null until the first graph is there.
  public @Nullable FederatedGraph current() {
    return current;
  }

  /// Looks for a change, and again an interval after that is dealt with.
  private void watch(long interval) {
    vertx.setTimer(
        interval,
        _ ->
            vertx
                .executeBlocking(this::changed, false)
                .compose(changed ->
                    changed == null ? Future.<Void>succeededFuture() : replaceBy(changed))
                .onFailure(
                    problem -> LOG.errorf("The graph stays as it is: %s", problem.getMessage()))
                .onComplete(_ -> watch(interval)));
  }

  private @Nullable FederatedGraph changed() {
    String now = source.fingerprint();
    if (now.equals(fingerprint)) {
      return null;
    }
    fingerprint = now;
    return factory.create(source.load());
  }

  private Future<Void> replaceBy(FederatedGraph next) {
    FederatedGraph old = current;
    if (old == null) {
      current = next;
      return Future.succeededFuture();
    }
    return next.warmUpLike(old)
        .onComplete(_ -> {
          current = next;
          LOG.infof("Serving the changed graph of %s", String.join(", ", source.files()));
          vertx.setTimer(GRACE.toMillis(), _ -> old.close());
        });
  }
}
