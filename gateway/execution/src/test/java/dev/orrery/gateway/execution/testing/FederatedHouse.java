package dev.orrery.gateway.execution.testing;

import dev.orrery.gateway.composition.Composer;
import dev.orrery.gateway.composition.CompositionResult;
import dev.orrery.gateway.composition.SubgraphSource;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.execution.error.ErrorCode;
import dev.orrery.gateway.execution.graph.Caller;
import dev.orrery.gateway.execution.graph.FederatedGraph;
import dev.orrery.gateway.execution.graph.GraphQlReply;
import dev.orrery.gateway.execution.graph.GraphSettings;
import dev.orrery.gateway.execution.http.ForwardedHeaders;
import dev.orrery.gateway.execution.http.HttpTransport;
import dev.orrery.gateway.execution.http.SubgraphSettings;
import dev.orrery.gateway.execution.http.SubgraphTransport;
import dev.orrery.gateway.execution.operation.GraphQlRequest;
import dev.orrery.gateway.execution.run.FetchLog;
import dev.orrery.gateway.planning.access.Viewer;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/// Subgraphs served over HTTP on free ports, their supergraph, and a gateway in front of them.
public final class FederatedHouse implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final Map<String, SubgraphServer> servers = new LinkedHashMap<>();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final Supergraph supergraph;
  private final FederatedGraph graph;

  public FederatedHouse(TestSubgraph... subgraphs) {
    this(GraphSettings.STANDARD, SubgraphSettings.STANDARD, subgraphs);
  }

  public FederatedHouse(GraphSettings settings, SubgraphSettings calls, TestSubgraph... subgraphs) {
    for (TestSubgraph subgraph : subgraphs) {
      servers.put(subgraph.name(), new SubgraphServer(vertx, subgraph));
    }
    this.supergraph = compose();
    Map<String, SubgraphTransport> transports = new LinkedHashMap<>();
    servers.forEach(
        (name, server) -> transports.put(name, new HttpTransport(vertx, server.url(), calls)));
    this.graph = new FederatedGraph(vertx, supergraph, transports, settings, new Recorder());
  }

  private Supergraph compose() {
    List<SubgraphSource> sources =
        servers.values().stream()
            .map(s -> new SubgraphSource(s.subgraph().name(), s.url(), s.subgraph().sdl()))
            .toList();
    return switch (Composer.compose(sources)) {
      case CompositionResult.Composed(var composed, var _) -> composed;
      case CompositionResult.Failed(var errors, var _) ->
          throw new AssertionError(errors.toString());
    };
  }

  public Supergraph supergraph() {
    return supergraph;
  }

  public SubgraphServer server(String name) {
    return servers.get(name);
  }

  /// What went to the log instead of to clients.
  public List<String> log() {
    return log;
  }

  /// Runs a request and answers the response's text.
  public String ask(String query) {
    return ask(query, Map.of());
  }

  public String ask(String query, Map<String, Object> variables) {
    return GraphQlReply.body(send(query, variables, ForwardedHeaders.NONE).join()).toString();
  }

  /// Runs a request on somebody's behalf and answers the response's text.
  public String askAs(Viewer viewer, String query) {
    return GraphQlReply.body(
            send(query, Map.of(), new Caller(ForwardedHeaders.NONE, "trace", viewer)).join())
        .toString();
  }

  public CompletableFuture<GraphQlReply> send(
      String query, Map<String, Object> variables, ForwardedHeaders headers) {
    return send(query, variables, new Caller(headers, "trace"));
  }

  private CompletableFuture<GraphQlReply> send(
      String query, Map<String, Object> variables, Caller caller) {
    CompletableFuture<GraphQlReply> reply = new CompletableFuture<>();
    vertx.runOnContext(_ ->
        graph
            .execute(new GraphQlRequest(query, null, variables, false), caller)
            .onComplete(done -> {
              if (done.succeeded()) {
                reply.complete(done.result());
              } else {
                reply.completeExceptionally(done.cause());
              }
            }));
    return reply;
  }

  @Override
  public void close() {
    graph.close();
    servers.values().forEach(SubgraphServer::close);
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private final class Recorder implements FetchLog {
    @Override
    public void failed(String subgraph, ErrorCode code, String detail, String traceId) {
      log.add("%s %s %s".formatted(subgraph, code, detail));
    }

    @Override
    public void hidden(String subgraph, Object error, String traceId) {
      log.add("%s %s".formatted(subgraph, error));
    }
  }
}
