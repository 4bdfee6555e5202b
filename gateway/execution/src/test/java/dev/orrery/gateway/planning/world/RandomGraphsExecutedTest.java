package dev.orrery.gateway.planning.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.composition.Composer;
import dev.orrery.gateway.composition.CompositionResult;
import dev.orrery.gateway.composition.supergraph.Subgraph;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.execution.graph.Caller;
import dev.orrery.gateway.execution.graph.FederatedGraph;
import dev.orrery.gateway.execution.graph.GraphQlReply;
import dev.orrery.gateway.execution.graph.GraphSettings;
import dev.orrery.gateway.execution.http.ForwardedHeaders;
import dev.orrery.gateway.execution.http.InProcessTransport;
import dev.orrery.gateway.execution.http.SubgraphTransport;
import dev.orrery.gateway.execution.json.JsonLimits;
import dev.orrery.gateway.execution.json.JsonOutput;
import dev.orrery.gateway.execution.json.JsonValues;
import dev.orrery.gateway.execution.operation.GraphQlRequest;
import dev.orrery.gateway.execution.operation.OperationLimits;
import dev.orrery.gateway.execution.run.FetchLog;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Federated graphs, data and queries made by chance: the bytes that the gateway answers are those
/// of one plain schema over the same data.
class RandomGraphsExecutedTest {
  private static final int GRAPHS = Integer.getInteger("graphs", 30);
  private static final int QUERIES = Integer.getInteger("queries", 20);
  private static final GraphSettings SETTINGS =
      GraphSettings.STANDARD.withLimits(
          new OperationLimits(100_000, 1_000, 1_000, 1_000, 1_000, Duration.ofSeconds(10)));

  private static Vertx vertx;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void answerAsOnePlainSchemaDoes() {
    int answered = 0;
    for (int seed = 1; seed <= GRAPHS; seed++) {
      var sources = Federation.sources(new RandomSubgraphs(seed).next());
      if (Composer.compose(sources) instanceof CompositionResult.Composed(var supergraph, var _)) {
        answered += compare(supergraph, seed);
      }
    }
    assertThat(answered).isGreaterThan(GRAPHS * QUERIES / 4);
  }

  private static int compare(Supergraph supergraph, int seed) {
    World world = new World(supergraph);
    Server plain = Server.ofApi(supergraph, world);
    Federation federation = Federation.of(supergraph);
    RandomQueries queries = new RandomQueries(federation.planner().api().schema(), seed);
    FederatedGraph gateway = gateway(supergraph, world);
    int answered = 0;
    for (int i = 0; i < QUERIES; i++) {
      String query = queries.next();
      if (!federation.isValid(query)) {
        continue;
      }
      for (boolean x : new boolean[] {true, false}) {
        Map<String, Object> variables = Map.of("x", x, "y", i % 2 == 0);
        String actual = ask(gateway, query, variables);
        var result = plain.answer(query, variables);
        assertThat(result.getErrors()).isEmpty();
        Object data = result.getData();
        String expected = new JsonOutput(100).value(Map.of("data", data)).toString();
        if (query.contains("@")) {
          // Where places of one response key have conditions of their own, the order follows the
          // first of all.
          assertThat(sorted(actual)).as("seed %d: %s", seed, query).isEqualTo(sorted(expected));
        } else {
          assertThat(actual).as("seed %d: %s", seed, query).isEqualTo(expected);
        }
        answered++;
      }
    }
    return answered;
  }

  private static FederatedGraph gateway(Supergraph supergraph, World world) {
    Map<String, SubgraphTransport> transports = new LinkedHashMap<>();
    for (Subgraph subgraph : supergraph.subgraphs()) {
      Server server = Server.ofSubgraph(supergraph, world, subgraph.name());
      transports.put(
          subgraph.name(),
          new InProcessTransport((request, _) -> {
            @SuppressWarnings("unchecked") // JSON objects have no other keys
            var values = (Map<String, Object>) request.get("variables");
            return Future.succeededFuture(
                server.answer((String) request.get("query"), values).toSpecification());
          }));
    }
    return new FederatedGraph(vertx, supergraph, transports, SETTINGS, FetchLog.SILENT);
  }

  private static String ask(FederatedGraph gateway, String query, Map<String, Object> variables) {
    var request = new GraphQlRequest(query, null, variables, false);
    GraphQlReply reply =
        gateway
            .execute(request, new Caller(ForwardedHeaders.NONE, "trace"))
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    return GraphQlReply.body(reply).toString();
  }

  private static Object sorted(String json) {
    return JsonValues.read(json.getBytes(StandardCharsets.UTF_8), JsonLimits.STANDARD);
  }
}
