package dev.orrery.gateway.planning.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.composition.Composer;
import dev.orrery.gateway.composition.CompositionResult;
import dev.orrery.gateway.composition.SubgraphSource;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.planning.PlanResult;
import dev.orrery.gateway.planning.PlanningOptions;
import dev.orrery.gateway.planning.QueryPlanner;
import dev.orrery.gateway.planning.check.PlanCheck;
import dev.orrery.gateway.planning.plan.PlanNode;
import dev.orrery.gateway.planning.plan.QueryPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Subgraphs composed, with data, a planner, and one plain schema over the same data to compare
/// with. Every plan that a test makes here passes the invariants first.
public final class Federation {
  private static final String LINK =
      """
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable",
        "@external", "@requires", "@provides", "@override", "@interfaceObject", "@inaccessible", "@tag",
        "@context", "@fromContext", "@extends"])
      """;

  private final Supergraph supergraph;
  private final QueryPlanner planner;
  private final PlanCheck check;
  private final Map<String, Server> subgraphs = new LinkedHashMap<>();
  private final Server api;

  private Federation(Supergraph supergraph) {
    this.supergraph = supergraph;
    this.planner = QueryPlanner.forSupergraph(supergraph);
    this.check = new PlanCheck(supergraph);
    var world = new World(supergraph);
    supergraph
        .subgraphs()
        .forEach(s -> subgraphs.put(s.name(), Server.ofSubgraph(supergraph, world, s.name())));
    this.api = Server.ofApi(supergraph, world);
  }

  public static Federation of(Supergraph supergraph) {
    return new Federation(supergraph);
  }

  /// Subgraphs `a`, `b`, `c`, ... with these schemas, in the syntax of federation 2.
  public static Federation of(String... schemas) {
    return switch (Composer.compose(sources(schemas))) {
      case CompositionResult.Composed(var supergraph, _) -> new Federation(supergraph);
      case CompositionResult.Failed(var errors, _) -> throw new AssertionError(errors.toString());
    };
  }

  /// See [#of(String...)].
  public static List<SubgraphSource> sources(String... schemas) {
    var sources = new ArrayList<SubgraphSource>();
    for (var i = 0; i < schemas.length; i++) {
      var name = String.valueOf((char) ('a' + i));
      var sdl = schemas[i].contains("# v1") ? schemas[i] : LINK + schemas[i];
      sources.add(new SubgraphSource(name, "http://" + name, sdl));
    }
    return sources;
  }

  /// Whether the API takes the query.
  public boolean isValid(String query) {
    return !(planner.plan(query, null, PlanningOptions.DEFAULT, QueryPlanner.Limits.DEFAULT)
            instanceof PlanResult.Refused(var code, _)
        && code == PlanResult.Code.GRAPHQL_VALIDATION_FAILED);
  }

  /// Like [#answers(String)], saying where the query comes from; errors that a missing value causes
  /// in both do not matter.
  public void answersLike(String origin, String query, Map<String, Object> variables) {
    try {
      answers(query, variables);
    } catch (AssertionError e) {
      throw new AssertionError(origin + " with " + variables + ": " + e.getMessage(), e);
    }
  }

  public Supergraph supergraph() {
    return supergraph;
  }

  public QueryPlanner planner() {
    return planner;
  }

  public QueryPlan plan(String query) {
    return plan(query, PlanningOptions.DEFAULT);
  }

  public QueryPlan plan(String query, PlanningOptions options) {
    var result = planner.plan(query, null, options, QueryPlanner.Limits.DEFAULT);
    if (!(result instanceof PlanResult.Planned(var plan))) {
      throw new AssertionError("no plan for " + query + ": " + result);
    }
    assertThat(check.violations(plan)).as("%s%n%s", query, plan).isEmpty();
    return plan;
  }

  /// The subgraphs called, in the plan's order, with their documents: `a: query{me{id}}`.
  public List<String> calls(String query) {
    return calls(plan(query));
  }

  public static List<String> calls(QueryPlan plan) {
    return fetches(plan).stream().map(Federation::call).toList();
  }

  /// The answer is the one of a plain schema, and no subgraph had reason to complain.
  public QueryPlan answers(String query) {
    return answers(query, Map.of());
  }

  public QueryPlan answers(String query, Map<String, Object> variables) {
    return answers(query, variables, PlanningOptions.DEFAULT);
  }

  public QueryPlan answers(String query, Map<String, Object> variables, PlanningOptions options) {
    var plan = plan(query, options);
    var runner = new PlanRunner(subgraphs, plan, variables);
    var answer = runner.run();
    assertThat(runner.errors()).as("errors of %s%n%s", query, plan).isEmpty();
    var expected = api.answer(query, variables);
    assertThat(expected.getErrors()).as("the plain schema on %s", query).isEmpty();
    Object data = expected.getData();
    assertThat(answer).as("%s%n%s", query, plan).isEqualTo(data);
    if (!query.contains("@")) {
      // Where places of one response key have conditions of their own, the order follows the first
      // of all.
      assertThat(String.valueOf(answer))
          .as("the order of %s", query)
          .isEqualTo(String.valueOf(data));
    }
    return plan;
  }

  public static List<PlanNode> fetches(QueryPlan plan) {
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
