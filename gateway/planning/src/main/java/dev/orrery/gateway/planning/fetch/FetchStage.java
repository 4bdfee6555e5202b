package dev.orrery.gateway.planning.fetch;

import dev.orrery.gateway.planning.graph.QueryGraph;
import dev.orrery.gateway.planning.operation.ApiSchema;
import dev.orrery.gateway.planning.operation.Budget;
import dev.orrery.gateway.planning.operation.NormalOperation;
import dev.orrery.gateway.planning.path.OperationWalk.Walked;
import dev.orrery.gateway.planning.path.Path;
import dev.orrery.gateway.planning.plan.PlanNode;
import dev.orrery.gateway.planning.plan.QueryPlan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The way from chosen paths to a plan.
public final class FetchStage {
  private static final List<FetchPass> PASSES = List.of(new MergeFetchesAtSamePlace());

  private final QueryGraph graph;
  private final ApiSchema api;
  private final NormalOperation operation;
  private final Budget budget;
  private int nextId;

  public FetchStage(QueryGraph graph, ApiSchema api, NormalOperation operation, Budget budget) {
    this.budget = budget;
    this.graph = graph;
    this.api = api;
    this.operation = operation;
  }

  /// @throws Budget.Exhausted when writing the plan takes too long
  public QueryPlan plan(Walked walked, List<List<Path>> chosen) {
    var fetches = FetchGraphBuilder.build(walked.groups(), chosen, budget);
    rewrite(fetches);
    budget.checkTime();
    var keys = DataKeys.of(graph, walked.root(), fetches.nodes(), budget);
    var calls = CallsByWave.of(fetches, budget);
    var writer = new PlanWriter(graph, keys, operation, budget);
    var root =
        switch (operation.kind()) {
          case QUERY -> query(calls, writer);
          case MUTATION -> mutation(calls, walked.groups().size(), writer);
          case SUBSCRIPTION -> subscription(calls, writer);
        };
    var response =
        new ResponseWriter(api, keys, walked.origins(), budget)
            .object(operation.root(), operation.root().possibleTypes(), walked.root());
    return new QueryPlan(
        operation.kind(),
        root,
        operation.name(),
        operation.variables(),
        response,
        operation.text());
  }

  /// The rewritten fetch graph as text, for people.
  public String print(Walked walked, List<List<Path>> chosen) {
    var fetches = FetchGraphBuilder.build(walked.groups(), chosen, budget);
    var before = FetchGraphPrinter.print(fetches);
    rewrite(fetches);
    var after = FetchGraphPrinter.print(fetches);
    return before.equals(after) ? after : before + "\nrewritten:\n" + after;
  }

  private void rewrite(FetchGraph fetches) {
    boolean changed;
    do {
      changed = false;
      for (var pass : PASSES) {
        changed |= pass.apply(fetches, budget);
      }
    } while (changed);
  }

  private @Nullable PlanNode query(List<Call> calls, PlanWriter writer) {
    var steps = new ArrayList<PlanNode>();
    if (!operation.introspection().isNone()) {
      steps.add(
          new PlanNode.Introspection(
              nextId++,
              operation.introspection().document(),
              operation.introspection().variables()));
    }
    add(steps, tree(new LinkedHashSet<>(calls), writer));
    return PlanNode.parallel(steps);
  }

  private @Nullable PlanNode mutation(List<Call> calls, int groups, PlanWriter writer) {
    var steps = new ArrayList<PlanNode>();
    var before = List.<Call>of();
    for (var g = 0; g < groups; g++) {
      var group = g;
      var own = calls.stream().filter(c -> c.first().group() == group).toList();
      for (var call : own) {
        if (call.after().isEmpty()) {
          call.after().addAll(before);
        }
      }
      add(steps, tree(new LinkedHashSet<>(own), writer));
      before = own;
    }
    return PlanNode.sequence(steps);
  }

  private @Nullable PlanNode subscription(List<Call> calls, PlanWriter writer) {
    var all = new LinkedHashSet<>(calls);
    var first = calls.stream().filter(call -> call.after().isEmpty()).findFirst();
    if (first.isEmpty()) {
      return null;
    }
    first.get().number(nextId++);
    all.remove(first.get());
    return switch (writer.write(first.get())) {
      case PlanNode.RootFetch event -> new PlanNode.Subscription(event, tree(all, writer));
      case PlanNode.Conditional(_, PlanNode.RootFetch event) ->
          new PlanNode.Subscription(event, tree(all, writer));
      case PlanNode other -> throw new IllegalStateException("a subscription starts with " + other);
    };
  }

  private static void add(List<PlanNode> steps, @Nullable PlanNode node) {
    if (node != null) {
      steps.add(node);
    }
  }

  /// Independent parts run in parallel; within one, the calls that wait for nothing run before the
  /// rest.
  private @Nullable PlanNode tree(Set<Call> calls, PlanWriter writer) {
    var parts = parts(calls);
    var nodes = new ArrayList<PlanNode>();
    for (var part : parts) {
      var ready = new LinkedHashSet<Call>();
      var rest = new LinkedHashSet<Call>();
      for (var call : part) {
        (call.after().stream().anyMatch(part::contains) ? rest : ready).add(call);
      }
      var steps = new ArrayList<PlanNode>();
      for (var call : ready) {
        call.number(nextId++);
      }
      add(steps, PlanNode.parallel(ready.stream().map(writer::write).toList()));
      add(steps, tree(rest, writer));
      add(nodes, PlanNode.sequence(steps));
    }
    return PlanNode.parallel(nodes);
  }

  private static List<Set<Call>> parts(Set<Call> calls) {
    var parts = new ArrayList<Set<Call>>();
    for (var call : calls) {
      var joined = new LinkedHashSet<Call>();
      for (var part : List.copyOf(parts)) {
        if (part.stream().anyMatch(c -> c.after().contains(call) || call.after().contains(c))) {
          joined.addAll(part);
          parts.remove(part);
        }
      }
      joined.add(call);
      parts.add(joined);
    }
    return parts;
  }
}
