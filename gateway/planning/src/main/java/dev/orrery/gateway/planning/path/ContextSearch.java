package dev.orrery.gateway.planning.path;

import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.supergraph.JoinField.ContextArgument;
import dev.orrery.gateway.planning.graph.QueryGraph;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the enclosing object that sets a context, and the value to take from it.
///
/// Specification: Federation, "Directives reference", `@fromContext`.
final class ContextSearch {
  private final QueryGraph graph;
  private final PathSearch search;
  private final RequirementSearch requirements;

  ContextSearch(QueryGraph graph, PathSearch search, RequirementSearch requirements) {
    this.graph = graph;
    this.search = search;
    this.requirements = requirements;
  }

  record Value(ContextInput input, List<Path> needs) {}

  /// @param states the objects that hold the slot's field
  @Nullable Value find(Slot slot, ContextArgument argument, List<Path> states, Guard guard) {
    for (Position at = slot.owner(); at != null; at = above(at)) {
      var setters = setters(at, argument.context());
      if (!setters.isEmpty()) {
        var value = value(at, setters, slot, argument, states, guard);
        if (value != null) {
          return value;
        }
      }
    }
    return null;
  }

  private static @Nullable Position above(Position position) {
    return position.parent() == null ? null : position.parent().owner();
  }

  /// The object types at the position that set the context.
  private List<String> setters(Position at, String context) {
    return graph.possibleTypes(at.type()).stream().filter(type -> sets(type, context)).toList();
  }

  private boolean sets(String type, String context) {
    return graph.supergraph().types().values().stream()
        .filter(t -> graph.possibleTypes(t.name()).contains(type))
        .flatMap(t -> t.directive("context"))
        .anyMatch(d -> d.string("name").filter(context::equals).isPresent());
  }

  private @Nullable Value value(
      Position at,
      List<String> setters,
      Slot slot,
      ContextArgument argument,
      List<Path> states,
      Guard guard) {
    var choices = new ArrayList<ContextInput.Choice>();
    var needs = new ArrayList<Path>();
    for (var state : states) {
      var here = at == slot.owner() ? state.arrivalAt(at) : state.upTo(at);
      if (here == null) {
        continue;
      }
      for (var type : setters) {
        var sources = search.closure(at, type, List.of(here), guard.deeper());
        if (sources.isEmpty()) {
          continue;
        }
        var selection = forType(argument.selection(), type);
        var found =
            selection.isEmpty()
                ? null
                : requirements.closed(
                    at,
                    type,
                    selection,
                    sources,
                    guard.deeper(),
                    new RequirementSearch.Demand(type, here.subgraph(), false, false),
                    here.calls());
        if (found == null || found.fields().isEmpty()) {
          return null;
        }
        choices.add(
            new ContextInput.Choice(
                at.type().equals(type) ? List.of() : List.of(type),
                chain(found.fields().getFirst())));
        needs.addAll(found.needs());
      }
      return choices.isEmpty()
          ? null
          : new Value(
              new ContextInput(
                  slot.field(), argument.name(), argument.type().toString(), at, choices),
              needs);
    }
    return null;
  }

  private FieldSet forType(FieldSet set, String type) {
    var kept = new ArrayList<FieldSet.Selection>();
    for (var selection : set.selections()) {
      switch (selection) {
        case FieldSet.FieldSelection field -> kept.add(field);
        case FieldSet.FragmentSelection fragment -> {
          if (fragment.typeCondition() == null
              || graph.possibleTypes(fragment.typeCondition()).contains(type)) {
            kept.addAll(forType(fragment.selections(), type).selections());
          }
        }
      }
    }
    return new FieldSet(kept);
  }

  private static List<Slot> chain(RequiredField field) {
    var slots = new ArrayList<Slot>();
    var next = field;
    while (true) {
      slots.add(next.slot());
      if (next.children().isEmpty()) {
        return slots;
      }
      next = next.children().getFirst();
    }
  }
}
