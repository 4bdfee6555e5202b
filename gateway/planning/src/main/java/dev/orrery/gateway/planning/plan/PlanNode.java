package dev.orrery.gateway.planning.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One step of a plan.
public sealed interface PlanNode {

  /// Runs its steps one after the other.
  record Sequence(List<PlanNode> steps) implements PlanNode {
    public Sequence {
      steps = List.copyOf(steps);
    }
  }

  /// Runs its steps at the same time.
  record Parallel(List<PlanNode> steps) implements PlanNode {
    public Parallel {
      steps = List.copyOf(steps);
    }
  }

  /// Runs `node` only while `condition` holds for the client's variables.
  record Conditional(Condition condition, PlanNode node) implements PlanNode {}

  /// A subscription: `event` opens the stream, `rest` completes each event's data.
  record Subscription(RootFetch event, @Nullable PlanNode rest) implements PlanNode {}

  /// Asks a subgraph by its root fields.
  ///
  /// @param id unique within the plan
  /// @param subgraph the name the subgraph was composed under
  /// @param document a whole operation document
  /// @param clientVariables the client's variables to pass on by the same name, as coerced against
  ///   the API, defaults included
  /// @param at where the answer goes: the root, or the places inside the data tree whose type is a
  ///   root type (`mutation { add { query { … } } }`)
  /// @param after ids of the fetches that must have finished before; the tree around a fetch
  ///   already keeps this order, so an executor may follow either
  record RootFetch(
      int id,
      String subgraph,
      OperationKind kind,
      String document,
      List<String> clientVariables,
      List<FetchPath> at,
      List<Integer> after)
      implements PlanNode {
    public RootFetch {
      clientVariables = List.copyOf(clientVariables);
      at = List.copyOf(at);
      after = List.copyOf(after);
    }
  }

  /// Asks a subgraph by representations of entities found in the data tree. Skipped when no group
  /// finds one; a group that finds none sends an empty list.
  ///
  /// @param groups one aliased `_entities` each, every one with its own list of representations
  /// @param after see [RootFetch#after()]
  record EntityFetch(
      int id,
      String subgraph,
      String document,
      List<String> clientVariables,
      List<EntityGroup> groups,
      List<Integer> after)
      implements PlanNode {
    public EntityFetch {
      clientVariables = List.copyOf(clientVariables);
      groups = List.copyOf(groups);
      after = List.copyOf(after);
    }
  }

  /// Asks the gateway's own API schema (`__schema`, `__type`). The answer goes to the root like
  /// that of a root fetch.
  record Introspection(int id, String document, List<String> clientVariables) implements PlanNode {
    public Introspection {
      clientVariables = List.copyOf(clientVariables);
    }
  }

  /// A sequence without needless nesting; null when nothing is to be done.
  static @Nullable PlanNode sequence(List<PlanNode> steps) {
    var flat = new ArrayList<PlanNode>();
    for (var step : steps) {
      if (step instanceof Sequence(var inner)) {
        flat.addAll(inner);
      } else {
        flat.add(step);
      }
    }
    return flat.isEmpty() ? null : flat.size() == 1 ? flat.getFirst() : new Sequence(flat);
  }

  /// Parallel steps without needless nesting; null when nothing is to be done.
  static @Nullable PlanNode parallel(List<PlanNode> steps) {
    var flat = new ArrayList<PlanNode>();
    for (var step : steps) {
      if (step instanceof Parallel(var inner)) {
        flat.addAll(inner);
      } else {
        flat.add(step);
      }
    }
    return flat.isEmpty() ? null : flat.size() == 1 ? flat.getFirst() : new Parallel(flat);
  }
}
