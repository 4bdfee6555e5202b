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
import dev.orrery.gateway.planning.operation.OperationReader;
import dev.orrery.gateway.planning.plan.PlanNode;
import dev.orrery.gateway.planning.plan.QueryPlan;
import graphql.parser.Parser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
  private final World world;
  private final List<String> journal = new ArrayList<>();
  private final List<String> plainJournal = new ArrayList<>();
  private final Set<String> labels;
  // What the subgraphs go by: a test may ask with other labels.
  private final Set<String> holding = new HashSet<>();

  private Federation(Supergraph supergraph) {
    this.supergraph = supergraph;
    this.planner = QueryPlanner.forSupergraph(supergraph);
    this.check = new PlanCheck(supergraph);
    this.labels =
        planner.overrideLabels().stream()
            .filter(label -> label.equals("percent(100)"))
            .collect(Collectors.toSet());
    holding.addAll(labels);
    this.world = new World(supergraph);
    supergraph
        .subgraphs()
        .forEach(s ->
            subgraphs.put(
                s.name(), Server.ofSubgraph(supergraph, world, s.name(), holding, journal)));
    this.api = Server.ofApi(supergraph, world, plainJournal);
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

  /// Whether the API takes the query; it need not have a plan.
  public boolean isValid(String query) {
    return new OperationReader(planner.api()).read(query, null)
        instanceof OperationReader.Reading.Read;
  }

  public Supergraph supergraph() {
    return supergraph;
  }

  public QueryPlanner planner() {
    return planner;
  }

  /// The subgraphs as servers, by name.
  public Map<String, Server> servers() {
    return subgraphs;
  }

  /// Lets fields fail, the same ones in the subgraphs and in the plain schema.
  public Federation plantErrors(boolean planted) {
    world.plantErrors(planted);
    return this;
  }

  /// Whether the mutations that the subgraphs ran since this was asked last are those that the
  /// plain schema ran.
  public Optional<Problem> mutationsDiffer() {
    var mine = List.copyOf(journal);
    var wanted = List.copyOf(plainJournal);
    journal.clear();
    plainJournal.clear();
    return mine.equals(wanted)
        ? Optional.empty()
        : Problem.of("mutations", "federated: %s%nplain:     %s", mine, wanted);
  }

  /// One plain schema over the same data.
  public Server api() {
    return api;
  }

  public QueryPlan plan(String query) {
    return plan(query, new PlanningOptions(labels));
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
    return answers(query, variables, new PlanningOptions(labels));
  }

  public QueryPlan answers(String query, Map<String, Object> variables, PlanningOptions options) {
    var plan = plan(query, options);
    holding.clear();
    holding.addAll(options.activeOverrideLabels());
    var problem = problem(plan, query, variables);
    holding.clear();
    holding.addAll(labels);
    if (problem.isPresent()) {
      throw new AssertionError(problem.get().toString());
    }
    return plan;
  }

  /// What is wrong with the plan of a valid operation, or with what it brings; empty when nothing
  /// is.
  public Optional<Problem> problem(String query, Map<String, Object> variables) {
    var result =
        planner.plan(query, null, new PlanningOptions(labels), QueryPlanner.Limits.DEFAULT);
    return result instanceof PlanResult.Planned(var plan)
        ? problem(plan, query, variables)
        : Optional.of(noPlan(result));
  }

  /// What is wrong with the plan of a valid operation by the invariants alone.
  public Optional<Problem> broken(String query) {
    var result =
        planner.plan(query, null, new PlanningOptions(labels), QueryPlanner.Limits.DEFAULT);
    if (!(result instanceof PlanResult.Planned(var plan))) {
      return Optional.of(noPlan(result));
    }
    var violations = check.violations(plan);
    return violations.isEmpty()
        ? Optional.empty()
        : Problem.of("invariants", "%s%n%s", violations, plan);
  }

  private static Problem noPlan(PlanResult result) {
    var tooComplex =
        result instanceof PlanResult.Refused(var code, _)
            && code == PlanResult.Code.PLAN_TOO_COMPLEX;
    return new Problem(tooComplex ? Problem.TOO_COMPLEX : "no plan", result.toString());
  }

  private Optional<Problem> problem(QueryPlan plan, String query, Map<String, Object> variables) {
    var violations = check.violations(plan);
    if (!violations.isEmpty()) {
      return Problem.of("invariants", "%s%n%s", violations, plan);
    }
    mutationsDiffer();
    var runner = new PlanRunner(subgraphs, plan, withDefaults(plan, variables));
    var answer = runner.run();
    if (!runner.errors().isEmpty()) {
      return Problem.of("subgraph errors", "%s%n%s", runner.errors(), plan);
    }
    var expected = api.answer(query, variables);
    var mutations = mutationsDiffer();
    if (mutations.isPresent()) {
      return mutations;
    }
    if (!expected.getErrors().isEmpty()) {
      return Problem.of("errors of the plain schema", "%s", expected.getErrors());
    }
    Object data = expected.getData();
    if (!Objects.equals(answer, data)) {
      return Problem.of("data", "federated: %s%nplain:     %s%n%s", answer, data, plan);
    }
    // Where places of one response key have conditions of their own, the order follows the first
    // of all.
    if (!query.contains("@") && !String.valueOf(answer).equals(String.valueOf(data))) {
      return Problem.of("order", "federated: %s%nplain:     %s%n%s", answer, data, plan);
    }
    return Optional.empty();
  }

  private static Map<String, Object> withDefaults(QueryPlan plan, Map<String, Object> variables) {
    var all = new LinkedHashMap<>(variables);
    for (var variable : plan.variables()) {
      if (variable.defaultValue() != null && !all.containsKey(variable.name())) {
        all.put(variable.name(), Values.of(Parser.parseValue(variable.defaultValue())));
      }
    }
    return all;
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
