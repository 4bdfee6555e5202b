package dev.orrery.bench.gateway.micro;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orrery.bench.gateway.shop.ShopSchemas;
import dev.orrery.gateway.composition.Composer;
import dev.orrery.gateway.composition.CompositionResult;
import dev.orrery.gateway.composition.SubgraphSource;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.execution.http.SubgraphReply;
import dev.orrery.gateway.execution.http.SubgraphRequest;
import dev.orrery.gateway.execution.http.SubgraphTransport;
import dev.orrery.gateway.execution.program.Program;
import dev.orrery.gateway.planning.PlanResult;
import dev.orrery.gateway.planning.PlanningOptions;
import dev.orrery.gateway.planning.QueryPlanner;
import graphql.ExecutionInput;
import graphql.GraphQL;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the benchmarks share: the shop's graph, the heavy query, and subgraphs that answer at once.
final class Engine {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String QUERY = ShopSchemas.text("query.graphql");

  private Engine() {}

  static Supergraph supergraph() {
    List<SubgraphSource> sources =
        ShopSchemas.SUBGRAPHS.stream()
            .map(name ->
                new SubgraphSource(
                    name, "http://127.0.0.1/" + name, ShopSchemas.text(name + ".graphql")))
            .toList();
    return switch (Composer.compose(sources)) {
      case CompositionResult.Composed(var supergraph, var _) -> supergraph;
      case CompositionResult.Failed(var errors, var _) ->
          throw new IllegalStateException(errors.toString());
    };
  }

  static Program program(QueryPlanner planner) {
    PlanResult result =
        planner.plan(QUERY, null, PlanningOptions.DEFAULT, QueryPlanner.Limits.DEFAULT);
    if (result instanceof PlanResult.Planned(var plan)) {
      return new Program(plan);
    }
    throw new IllegalStateException(result.toString());
  }

  /// Transports that repeat what graphql-java answered the first time.
  static Map<String, SubgraphTransport> transports() {
    Map<String, SubgraphTransport> transports = new LinkedHashMap<>();
    for (String name : ShopSchemas.SUBGRAPHS) {
      transports.put(name, new Remembering(ShopSchemas.subgraph(name)));
    }
    return transports;
  }

  private static final class Remembering implements SubgraphTransport {
    private final GraphQL graphql;
    private final Map<Integer, Future<SubgraphReply>> known = new HashMap<>();

    Remembering(GraphQL graphql) {
      this.graphql = graphql;
    }

    @Override
    public Future<SubgraphReply> send(SubgraphRequest request) {
      // One query only: the length tells its requests apart.
      return known.computeIfAbsent(request.body().length(), _ -> answer(request));
    }

    private Future<SubgraphReply> answer(SubgraphRequest request) {
      try {
        Map<?, ?> body =
            JSON.readValue(
                Arrays.copyOf(request.body().array(), request.body().length()), Map.class);
        Map<String, Object> variables = new HashMap<>();
        if (body.get("variables") instanceof Map<?, ?> sent) {
          sent.forEach((name, value) -> variables.put(String.valueOf(name), value));
        }
        byte[] answer =
            JSON.writeValueAsBytes(
                graphql
                    .execute(
                        ExecutionInput.newExecutionInput()
                            .query(String.valueOf(body.get("query")))
                            .variables(variables)
                            .build())
                    .toSpecification());
        return Future.succeededFuture(new SubgraphReply.Answered(answer, answer.length));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
