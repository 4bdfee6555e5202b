package dev.orrery.gateway.conformance.gateway;

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
import dev.orrery.gateway.execution.json.JsonLimits;
import dev.orrery.gateway.execution.json.JsonValues;
import dev.orrery.gateway.execution.operation.GraphQlRequest;
import dev.orrery.gateway.execution.run.FetchLog;
import io.netty.buffer.Unpooled;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Our engine as a library behind a few lines of HTTP, for any number of supergraphs at once.
public final class LibraryGateway implements GatewayUnderTest {
  private final Vertx vertx = Vertx.vertx();
  private final Map<String, FederatedGraph> graphs = new ConcurrentHashMap<>();
  private final HttpServer server;

  public LibraryGateway() {
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> request.body().onSuccess(body -> handle(request, body.getBytes())))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  @Override
  public URI serve(String name, String supergraph, Set<String> labels) {
    String path = name + "/" + String.join("+", labels).hashCode();
    graphs.computeIfAbsent("/" + path, _ -> graph(Supergraph.read(supergraph), labels));
    return URI.create("http://127.0.0.1:%d/%s".formatted(server.actualPort(), path));
  }

  private FederatedGraph graph(Supergraph supergraph, Set<String> labels) {
    Map<String, SubgraphTransport> transports = new LinkedHashMap<>();
    supergraph
        .subgraphs()
        .forEach(s ->
            transports.put(s.name(), new HttpTransport(vertx, s.url(), SubgraphSettings.STANDARD)));
    GraphSettings standard = GraphSettings.STANDARD;
    GraphSettings settings =
        new GraphSettings(
            standard.limits(),
            standard.answers(),
            standard.introspection(),
            standard.keptOperations(),
            labels,
            standard.showAllErrors(),
            standard.coalesceRequests(),
            standard.coalesceFetches());
    return new FederatedGraph(vertx, supergraph, transports, settings, new Printer());
  }

  private void handle(HttpServerRequest http, byte[] body) {
    FederatedGraph graph = graphs.get(http.path());
    if (graph == null || !(JsonValues.read(body, JsonLimits.STANDARD) instanceof Map<?, ?> map)) {
      http.response().setStatusCode(400).end();
      return;
    }
    ForwardedHeaders headers = ForwardedHeaders.select(ForwardedHeaders.STANDARD, http::getHeader);
    var request =
        new GraphQlRequest(
            String.valueOf(map.get("query")),
            (String) map.get("operationName"),
            variables(map.get("variables")),
            false);
    graph
        .execute(request, new Caller(headers, "trace"))
        .onSuccess(reply -> {
          var out = GraphQlReply.body(reply);
          http.response()
              .putHeader("content-type", "application/json")
              .end(Buffer.buffer(Unpooled.wrappedBuffer(out.array(), 0, out.length())));
        })
        .onFailure(problem -> http.response().setStatusCode(500).end(problem.toString()));
  }

  @SuppressWarnings("unchecked") // an object's keys are strings
  private static Map<String, Object> variables(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  @Override
  public boolean takesLabels() {
    return true;
  }

  @Override
  public void close() {
    graphs.values().forEach(FederatedGraph::close);
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /// Says why a subgraph's answer was no good; that is not for clients.
  private static final class Printer implements FetchLog {
    @Override
    public void failed(String subgraph, ErrorCode code, String detail, String traceId) {
      System.err.printf("%s: %s %s%n", subgraph, code, detail);
    }

    @Override
    public void hidden(String subgraph, Object error, String traceId) {}
  }
}
