package dev.orrery.gateway.planning.path;

import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.planning.graph.FieldEdge;
import dev.orrery.gateway.planning.graph.GraphNode;
import dev.orrery.gateway.planning.graph.QueryGraph;
import dev.orrery.gateway.planning.operation.Budget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The steps that stay within a subgraph.
final class LocalSteps {
  private final QueryGraph graph;
  private final Set<String> labels;
  private final Budget budget;
  private final Map<Key, Path> taken = new HashMap<>();

  private record Key(Path from, Slot slot, boolean internal) {}

  LocalSteps(QueryGraph graph, Set<String> labels, Budget budget) {
    this.graph = graph;
    this.labels = labels;
    this.budget = budget;
  }

  /// The path one field further; null when the subgraph cannot answer the field from what it has.
  @Nullable Path step(Path from, Slot slot, boolean internal) {
    budget.spend();
    var key = new Key(from, slot, internal);
    var known = taken.get(key);
    if (known != null) {
      return known;
    }
    var next = extend(from, slot, internal);
    if (next != null) {
      taken.put(key, next);
    }
    return next;
  }

  private @Nullable Path extend(Path from, Slot slot, boolean internal) {
    if (slot.isTypename()) {
      return isTyped(from.node()) ? from.takeTypename(new Step.TakeTypename(slot)) : null;
    }
    var edge = edge(from.node(), slot.parentType(), slot.field());
    return edge == null || needsInput(edge, from.node(), slot.parentType())
        ? null
        : follow(from, slot, edge, internal);
  }

  List<Path> steps(List<Path> from, Slot slot, boolean internal) {
    var all = new ArrayList<Path>();
    for (var path : from) {
      var next = step(path, slot, internal);
      if (next != null) {
        all.add(next);
      }
    }
    return all;
  }

  /// The path one field further whatever the field needs: the caller has brought it.
  Path follow(Path from, Slot slot, FieldEdge edge, boolean internal) {
    return from.follow(
        new Step.Follow(slot, edge, internal), target(from.node(), slot.parentType(), edge));
  }

  /// Whether the subgraph knows which object type it holds.
  boolean isTyped(GraphNode node) {
    return !graph.isInterfaceObject(node.type(), node.subgraph());
  }

  /// Whether an object of the type may lie at the node; always so for an interface object that
  /// stands for it.
  boolean mayBe(GraphNode node, String type) {
    return node.type().equals(type)
        || (isTyped(node)
            ? graph.membersIn(node.type(), node.subgraph()).contains(type)
            : graph.interfacesOf(type).contains(node.type()));
  }

  /// The field that the subgraph answers for objects of `view`, inputs aside; null when it does
  /// not.
  @Nullable FieldEdge edge(GraphNode node, String view, String field) {
    var s = node.subgraph();
    FieldEdge edge;
    if (graph.isObject(view)) {
      if (!mayBe(node, view)) {
        return null;
      }
      edge = graph.field(isTyped(node) ? view : node.type(), s, field);
    } else {
      edge = graph.field(node.type(), s, field);
      if (edge != null
          && graph.isInterface(node.type())
          && isTyped(node)
          && provided(node.provided(), view, field) == null
          && !everyMemberAnswers(node, field)) {
        return null;
      }
    }
    if (edge == null) {
      return null;
    }
    return edge.answers(labels) || provided(node.provided(), view, field) != null ? edge : null;
  }

  private boolean everyMemberAnswers(GraphNode node, String field) {
    for (var member : graph.membersIn(node.type(), node.subgraph())) {
      var edge = graph.field(member, node.subgraph(), field);
      if (edge == null || !edge.answers(labels) || edge.needsInput()) {
        return false;
      }
    }
    return true;
  }

  boolean needsInput(FieldEdge edge, GraphNode node, String view) {
    return !edge.contextArguments().isEmpty()
        || (edge.requires() != null && !isProvided(edge.requires(), node.provided(), view));
  }

  private boolean isProvided(FieldSet wanted, FieldSet provided, String view) {
    for (var selection : wanted.selections()) {
      switch (selection) {
        case FieldSet.FieldSelection field -> {
          var below = field.arguments().isEmpty() ? provided(provided, view, field.name()) : null;
          if (below == null || !isProvided(field.selections(), below, view)) {
            return false;
          }
        }
        case FieldSet.FragmentSelection _ -> {
          return false;
        }
      }
    }
    return true;
  }

  /// What lies at the end of the edge.
  GraphNode target(GraphNode from, String view, FieldEdge edge) {
    var below = provided(from.provided(), view, edge.name());
    return new GraphNode(
        edge.target(),
        from.subgraph(),
        below == null ? edge.provides() : both(below, edge.provides()));
  }

  private static FieldSet both(FieldSet one, FieldSet other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    var all = new ArrayList<>(one.selections());
    all.addAll(other.selections());
    return new FieldSet(all);
  }

  /// What is provided below the field; null when the field is not provided.
  private @Nullable FieldSet provided(FieldSet set, String view, String field) {
    FieldSet found = null;
    for (var selection : set.selections()) {
      var here =
          switch (selection) {
            case FieldSet.FieldSelection one -> one.name().equals(field) ? one.selections() : null;
            case FieldSet.FragmentSelection fragment ->
                fragment.typeCondition() == null || covers(fragment.typeCondition(), view)
                    ? provided(fragment.selections(), view, field)
                    : null;
          };
      if (here != null) {
        found = found == null ? here : both(found, here);
      }
    }
    return found;
  }

  private boolean covers(String condition, String view) {
    return condition.equals(view) || graph.possibleTypes(condition).contains(view);
  }
}
