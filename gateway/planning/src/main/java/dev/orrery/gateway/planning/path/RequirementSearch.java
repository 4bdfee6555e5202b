package dev.orrery.gateway.planning.path;

import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.supergraph.JoinField.ContextArgument;
import dev.orrery.gateway.planning.graph.EntityEdge;
import dev.orrery.gateway.planning.graph.FieldEdge;
import dev.orrery.gateway.planning.graph.QueryGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds where the values of a representation come from: a search of its own for each, among the
/// objects that the outer search has reached.
///
/// Specification: Federation, "Directives reference", `@requires`.
final class RequirementSearch {
  private final QueryGraph graph;
  private final LocalSteps local;
  private final PathSearch search;
  private final CallTable table;
  private final ContextSearch contexts;

  RequirementSearch(QueryGraph graph, LocalSteps local, PathSearch search, CallTable table) {
    this.graph = graph;
    this.local = local;
    this.search = search;
    this.table = table;
    this.contexts = new ContextSearch(graph, search, this);
  }

  /// What a representation takes.
  ///
  /// @param before the object that the call starts from
  /// @param needs ways to all the values
  record Input(
      Path before, List<RequiredField> fields, List<Path> needs, List<ContextInput> context) {}

  /// Fields of one level with the ways to their leaves.
  record Found(List<RequiredField> fields, List<Path> needs) {}

  /// @param states every object of the position that may serve as a source
  @Nullable Input key(Position at, String view, EntityEdge edge, List<Path> states, Guard guard) {
    var demand =
        new Demand(edge.type(), edge.subgraph(), true, edge.key().selections().size() == 1);
    var found = closed(at, view, edge.key(), states, guard, demand, Calls.NONE);
    return found == null ? null : input(at, view, states, found, List.of());
  }

  @Nullable Input keyAndField(
      Slot slot, EntityEdge edge, FieldEdge field, List<Path> states, Guard guard) {
    var at = slot.owner();
    var view = slot.parentType();
    var single = edge.key().selections().size() == 1;
    var key =
        closed(
            at,
            view,
            edge.key(),
            states,
            guard,
            new Demand(edge.type(), edge.subgraph(), true, single),
            Calls.NONE);
    if (key == null) {
      return null;
    }
    var fields = new ArrayList<>(key.fields());
    var needs = new ArrayList<>(key.needs());
    if (field.requires() != null) {
      var required =
          closed(
              at,
              view,
              field.requires(),
              states,
              guard,
              new Demand(edge.type(), edge.subgraph(), false, false),
              all(needs));
      if (required == null) {
        return null;
      }
      required.fields().stream().filter(f -> !fields.contains(f)).forEach(fields::add);
      needs.addAll(required.needs());
    }
    var context = new ArrayList<ContextInput>();
    for (ContextArgument argument : field.contextArguments()) {
      var value = contexts.find(slot, argument, states, guard);
      if (value == null) {
        return null;
      }
      context.add(value.input());
      needs.addAll(value.needs());
    }
    return input(at, view, states, new Found(fields, needs), context);
  }

  private Input input(
      Position at, String view, List<Path> states, Found found, List<ContextInput> context) {
    var needs = new ArrayList<>(found.needs());
    var first = needs.getFirst().upTo(at);
    var typed = states.stream().filter(path -> local.isTyped(path.node())).findFirst();
    var untypedToo = states.stream().anyMatch(path -> !local.isTyped(path.node()));
    if (untypedToo && typed.isPresent() && graph.isObject(view) && !view.equals(at.type())) {
      // Only a subgraph that knows the interface can tell which objects are of this type.
      needs.add(typename(at, typed.get()));
    }
    return new Input(first == null ? states.getFirst() : first, found.fields(), needs, context);
  }

  Path typename(Position at, Path typed) {
    var slot = at.holding(at.type(), "__typename", "", null).getFirst();
    return Objects.requireNonNull(local.step(typed, slot, true));
  }

  /// What a field set is for.
  ///
  /// @param type the type in the called subgraph
  /// @param identifies a null anywhere leaves nothing that identifies the entity
  record Demand(String type, String subgraph, boolean ofKey, boolean identifies) {}

  /// Like [#open], among objects whose further entity calls are in `states` already.
  @Nullable Found closed(
      Position at,
      String view,
      FieldSet set,
      List<Path> states,
      Guard guard,
      Demand demand,
      Calls given) {
    return find(at, view, set, states, guard, demand, given, true);
  }

  /// Finds every field of the set, or answers null.
  @Nullable Found open(
      Position at,
      String view,
      FieldSet set,
      List<Path> states,
      Guard guard,
      Demand demand,
      Calls given) {
    return find(at, view, set, states, guard, demand, given, false);
  }

  private @Nullable Found find(
      Position at,
      String view,
      FieldSet set,
      List<Path> states,
      Guard guard,
      Demand demand,
      Calls given,
      boolean closed) {
    var fields = new ArrayList<RequiredField>();
    var needs = new ArrayList<Path>();
    var calls = given;
    for (var selection : set.selections()) {
      var found =
          switch (selection) {
            case FieldSet.FieldSelection field ->
                field.name().equals("__typename")
                    ? new Found(List.of(), List.of())
                    : field(at, view, field, states, guard, demand, calls, closed);
            case FieldSet.FragmentSelection fragment ->
                fragment(at, view, fragment, states, guard, demand, calls, closed);
          };
      if (found == null) {
        return null;
      }
      fields.addAll(found.fields());
      needs.addAll(found.needs());
      calls = calls.and(all(found.needs()));
    }
    return new Found(fields, needs);
  }

  private @Nullable Found fragment(
      Position at,
      String view,
      FieldSet.FragmentSelection fragment,
      List<Path> states,
      Guard guard,
      Demand demand,
      Calls given,
      boolean closed) {
    var condition = fragment.typeCondition();
    if (condition == null || condition.equals(view)) {
      return find(at, view, fragment.selections(), states, guard, demand, given, closed);
    }
    var types = graph.possibleTypes(condition);
    if (graph.isObject(view)) {
      return types.contains(view)
          ? find(at, view, fragment.selections(), states, guard, demand, given, closed)
          : new Found(List.of(), List.of());
    }
    return each(at, types, fragment.selections(), states, guard, demand, given, closed);
  }

  /// Finds the set for each of the types that may lie there.
  private @Nullable Found each(
      Position at,
      List<String> types,
      FieldSet set,
      List<Path> states,
      Guard guard,
      Demand demand,
      Calls given,
      boolean closed) {
    var fields = new ArrayList<RequiredField>();
    var needs = new ArrayList<Path>();
    var calls = given;
    for (var type : types) {
      if (!graph.possibleTypes(at.type()).contains(type)
          || states.stream().noneMatch(path -> local.mayBe(path.node(), type))) {
        continue;
      }
      var found = find(at, type, set, states, guard, demand, calls, closed);
      if (found == null) {
        return null;
      }
      fields.addAll(found.fields());
      needs.addAll(found.needs());
      calls = calls.and(all(found.needs()));
    }
    return new Found(fields, needs);
  }

  private @Nullable Found field(
      Position at,
      String view,
      FieldSet.FieldSelection field,
      List<Path> states,
      Guard guard,
      Demand demand,
      Calls given,
      boolean closed) {
    var declared =
        graph
            .supergraph()
            .find(view)
            .flatMap(t -> t.asComposite())
            .flatMap(t -> t.field(field.name()));
    if (declared.isPresent()) {
      var type = declared.get().type().baseName();
      var arguments =
          field.arguments().entrySet().stream()
              .map(e -> e.getKey() + ":" + e.getValue())
              .collect(Collectors.joining(","));
      var composite = !field.selections().isEmpty();
      for (var slot : at.holding(view, field.name(), arguments, composite ? type : null)) {
        var found =
            composite
                ? composite(slot, field, states, guard, demand, given, closed)
                : leaf(slot, states, guard, demand, given, closed);
        if (found != null) {
          return found;
        }
      }
    }
    return graph.isObject(view)
        ? null
        : each(
            at,
            graph.possibleTypes(view),
            new FieldSet(List.of(field)),
            states,
            guard,
            demand,
            given,
            closed);
  }

  private @Nullable Found leaf(
      Slot slot, List<Path> states, Guard guard, Demand demand, Calls given, boolean closed) {
    var best = cheapest(local.steps(states, slot, true), given);
    if (best == null) {
      best = cheapest(further(slot, states, guard, closed), given);
    }
    return best == null
        ? null
        : new Found(List.of(required(slot, demand, List.of())), List.of(best));
  }

  private List<Path> further(Slot slot, List<Path> states, Guard guard, boolean closed) {
    return closed
        ? search.withInput(slot, states, guard, true)
        : search.ways(slot, states, guard.deeper(), true);
  }

  private @Nullable Found composite(
      Slot slot,
      FieldSet.FieldSelection field,
      List<Path> states,
      Guard guard,
      Demand demand,
      Calls given,
      boolean closed) {
    var child = Objects.requireNonNull(slot.child());
    var edge = graph.field(demand.type(), demand.subgraph(), field.name());
    var below =
        new Demand(
            edge == null ? child.type() : edge.target(),
            demand.subgraph(),
            demand.ofKey(),
            demand.identifies());
    var found =
        open(
            child,
            child.type(),
            field.selections(),
            local.steps(states, slot, true),
            guard.deeper(),
            below,
            given);
    if (found == null || found.needs().isEmpty()) {
      var wider = new ArrayList<>(local.steps(states, slot, true));
      wider.addAll(further(slot, states, guard, closed));
      if (wider.isEmpty()) {
        return null;
      }
      found = open(child, child.type(), field.selections(), wider, guard.deeper(), below, given);
      if (found != null && found.needs().isEmpty()) {
        found = new Found(found.fields(), List.of(wider.getFirst()));
      }
    }
    return found == null
        ? null
        : new Found(List.of(required(slot, demand, found.fields())), found.needs());
  }

  private RequiredField required(Slot slot, Demand demand, List<RequiredField> children) {
    var edge = graph.field(demand.type(), demand.subgraph(), slot.field());
    var stops = demand.identifies() || (edge != null && !edge.type().nullable());
    return new RequiredField(
        slot, slot.isNarrowed() ? slot.parentType() : "", stops, demand.ofKey(), children);
  }

  private @Nullable Path cheapest(List<Path> ways, Calls given) {
    Path best = null;
    var least = Long.MAX_VALUE;
    for (var way : ways) {
      var cost = table.addition(given, way.calls());
      if (cost < least) {
        best = way;
        least = cost;
      }
    }
    return best;
  }

  private static Calls all(List<Path> paths) {
    var calls = Calls.NONE;
    for (var path : paths) {
      calls = calls.and(path.calls());
    }
    return calls;
  }
}
