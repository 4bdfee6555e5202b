package dev.orrery.gateway.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.planning.plan.PlanNode;
import dev.orrery.gateway.planning.plan.QueryPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A planner for one supergraph, and what tests ask of plans.
final class PlanFixture {
  private final QueryPlanner planner;

  private PlanFixture(Supergraph supergraph) {
    this.planner = QueryPlanner.forSupergraph(supergraph);
  }

  /// A supergraph among the test resources.
  static PlanFixture reading(String resource) {
    try (var in = PlanFixture.class.getResourceAsStream("/" + resource)) {
      assertThat(in).as(resource).isNotNull();
      return new PlanFixture(
          Supergraph.read(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  QueryPlan plan(String query) {
    return plan(query, PlanningOptions.DEFAULT);
  }

  QueryPlan plan(String query, PlanningOptions options) {
    var result = planner.plan(query, null, options, QueryPlanner.Limits.DEFAULT);
    assertThat(result).isInstanceOf(PlanResult.Planned.class);
    return ((PlanResult.Planned) result).plan();
  }

  static List<PlanNode> fetches(QueryPlan plan) {
    var all = new ArrayList<PlanNode>();
    if (plan.root() != null) {
      collect(plan.root(), all);
    }
    return all;
  }

  private static void collect(PlanNode node, List<PlanNode> into) {
    switch (node) {
      case PlanNode.Sequence(var steps) -> steps.forEach(step -> collect(step, into));
      case PlanNode.Parallel(var steps) -> steps.forEach(step -> collect(step, into));
      case PlanNode.Conditional(_, var inner) -> collect(inner, into);
      case PlanNode.Subscription(var event, var rest) -> {
        into.add(event);
        if (rest != null) {
          collect(rest, into);
        }
      }
      case PlanNode.RootFetch _, PlanNode.EntityFetch _, PlanNode.Introspection _ -> into.add(node);
    }
  }

  /// The subgraphs called, in the plan's order, with what is asked: `accounts: {me{id}}`.
  static List<String> calls(QueryPlan plan) {
    return fetches(plan).stream().map(PlanFixture::call).toList();
  }

  private static String call(PlanNode node) {
    return switch (node) {
      case PlanNode.RootFetch fetch -> fetch.subgraph() + ": " + fetch.document();
      case PlanNode.EntityFetch fetch -> fetch.subgraph() + ": " + fetch.document();
      case PlanNode.Introspection fetch -> "introspection: " + fetch.document();
      case PlanNode.Sequence _,
          PlanNode.Parallel _,
          PlanNode.Conditional _,
          PlanNode.Subscription _ ->
          throw new IllegalArgumentException("not a fetch: " + node);
    };
  }
}
