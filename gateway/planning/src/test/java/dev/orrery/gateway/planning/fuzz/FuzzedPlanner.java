package dev.orrery.gateway.planning.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.composition.Composer;
import dev.orrery.gateway.composition.CompositionResult;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.planning.PlanResult;
import dev.orrery.gateway.planning.PlanningOptions;
import dev.orrery.gateway.planning.QueryPlanner;
import dev.orrery.gateway.planning.QueryPlanner.Limits;
import dev.orrery.gateway.planning.check.PlanCheck;
import dev.orrery.gateway.planning.random.RandomGraph;
import dev.orrery.gateway.planning.random.RandomOperations;
import dev.orrery.gateway.planning.world.Federation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Some supergraphs with operations of their own, and the rules that hold for whatever bytes are
/// made into an operation.
final class FuzzedPlanner {
  private static final Limits LIMITS = new Limits(50_000, Duration.ofSeconds(1));
  // Parsing and validating are not on the planner's clock, and the machine may be busy.
  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final int MADE_UP_GRAPHS = 8;
  private static final int OPERATIONS = 24;

  private record Graph(QueryPlanner planner, PlanCheck check, OperationMutator mutator) {
    static Graph of(Supergraph supergraph, List<String> known) {
      var planner = QueryPlanner.forSupergraph(supergraph);
      var schema = planner.api().schema();
      var chance = new RandomOperations(schema, 1);
      var operations = new ArrayList<>(known);
      Stream.generate(() -> chance.next().text()).limit(OPERATIONS).forEach(operations::add);
      return new Graph(
          planner, new PlanCheck(supergraph), new OperationMutator(schema, operations));
    }
  }

  private final List<Graph> graphs = new ArrayList<>();

  /// @param store the first graph
  /// @param operations some of that graph
  FuzzedPlanner(Supergraph store, List<String> operations) {
    graphs.add(Graph.of(store, operations));
    for (var seed = 1; graphs.size() <= MADE_UP_GRAPHS; seed++) {
      var sources = Federation.sources(RandomGraph.of(seed).print());
      if (Composer.compose(sources) instanceof CompositionResult.Composed(var supergraph, _)) {
        graphs.add(Graph.of(supergraph, List.of()));
      }
    }
  }

  /// Plans what the bytes say, and holds it against the rules. Bytes that start with a control
  /// character (which no document does) choose a graph and changes to one of its operations; others
  /// are a document for the first graph.
  PlanResult plan(byte[] bytes) {
    if (bytes.length > 0 && bytes[0] >= 0 && bytes[0] < ' ') {
      var graph = graphs.get(bytes[0] % graphs.size());
      return plan(graph, graph.mutator().text(new Bites(bytes, 1)));
    }
    return plan(graphs.getFirst(), new String(bytes, StandardCharsets.UTF_8));
  }

  private static PlanResult plan(Graph graph, String document) {
    var start = System.nanoTime();
    PlanResult result;
    try {
      result = graph.planner().plan(document, null, PlanningOptions.DEFAULT, LIMITS);
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("No answer for " + document, e);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).as(document).isLessThan(PATIENCE);
    switch (result) {
      case PlanResult.Planned(var plan) ->
          assertThat(graph.check().violations(plan)).as(document).isEmpty();
      case PlanResult.Refused refused -> {
        assertThat(refused.problems()).as(document).isNotEmpty();
        assertThat(refused.code()).as(document).isNotEqualTo(PlanResult.Code.NO_PLAN);
      }
    }
    return result;
  }
}
