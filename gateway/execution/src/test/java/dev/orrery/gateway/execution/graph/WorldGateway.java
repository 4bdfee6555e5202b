package dev.orrery.gateway.execution.graph;

import dev.orrery.gateway.execution.http.ForwardedHeaders;
import dev.orrery.gateway.execution.http.InProcessTransport;
import dev.orrery.gateway.execution.http.SubgraphTransport;
import dev.orrery.gateway.execution.operation.GraphQlRequest;
import dev.orrery.gateway.execution.operation.OperationLimits;
import dev.orrery.gateway.execution.run.FetchLog;
import dev.orrery.gateway.planning.world.Federation;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// The real gateway in front of a made-up world: requests and answers are bytes, only the network
/// is left out.
final class WorldGateway {
  private static final GraphSettings SETTINGS =
      GraphSettings.STANDARD.withLimits(
          new OperationLimits(100_000, 1_000, 1_000, 1_000, 1_000, Duration.ofSeconds(10)));

  private final FederatedGraph graph;

  WorldGateway(Vertx vertx, Federation federation) {
    Map<String, SubgraphTransport> transports = new LinkedHashMap<>();
    federation
        .servers()
        .forEach((name, server) ->
            transports.put(
                name,
                new InProcessTransport((request, _) -> {
                  @SuppressWarnings("unchecked") // JSON objects have no other keys
                  var values = (Map<String, Object>) request.get("variables");
                  var result = server.answer((String) request.get("query"), values);
                  return Future.succeededFuture(result.toSpecification());
                })));
    this.graph =
        new FederatedGraph(vertx, federation.supergraph(), transports, SETTINGS, FetchLog.SILENT);
  }

  /// The response's text.
  String ask(String query, Map<String, Object> variables) {
    var reply =
        graph
            .execute(
                new GraphQlRequest(query, null, variables, false),
                new Caller(ForwardedHeaders.NONE, "trace"))
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    return GraphQlReply.body(reply).toString();
  }
}
