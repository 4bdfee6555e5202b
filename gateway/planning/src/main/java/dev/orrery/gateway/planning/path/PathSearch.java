package dev.orrery.gateway.planning.path;

import dev.orrery.gateway.planning.graph.EntityEdge;
import dev.orrery.gateway.planning.graph.FieldEdge;
import dev.orrery.gateway.planning.graph.GraphNode;
import dev.orrery.gateway.planning.graph.QueryGraph;
import dev.orrery.gateway.planning.operation.Budget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the ways from objects at a position to a field there: within the subgraph that holds them,
/// or by entity calls to others.
final class PathSearch {
  // More ways to one place into one subgraph have not been seen to make a better plan.
  private static final int WAYS_PER_SUBGRAPH = 2;
  private static final int WAYS = 12;

  private final QueryGraph graph;
  private final LocalSteps local;
  private final CallTable table;
  private final Budget budget;
  private final RequirementSearch requirements;
  private final Coverage coverage;
  private final Map<ReachKey, List<Path>> reached = new HashMap<>();

  private record ReachKey(Position at, String view, List<Path> from, Guard guard) {}

  PathSearch(QueryGraph graph, Set<String> labels, CallTable table, Budget budget) {
    this.graph = graph;
    this.table = table;
    this.budget = budget;
    this.local = new LocalSteps(graph, labels, budget);
    this.coverage = new Coverage(graph, local, budget);
    this.requirements = new RequirementSearch(graph, local, this, table);
  }

  LocalSteps local() {
    return local;
  }

  /// The cheapest ways to the slot, from objects that lie at its owner's position.
  List<Path> ways(Slot slot, List<Path> from, Guard guard, boolean internal) {
    var found = new ArrayList<Path>();
    for (var start : from) {
      var direct = local.step(start, slot, internal);
      if (direct != null) {
        found.add(direct);
      }
      if (direct == null || (slot.child() != null && !suffices(direct, slot, internal))) {
        found.addAll(indirect(slot, List.of(start), guard, internal));
      }
    }
    if (found.isEmpty() && from.size() > 1) {
      found.addAll(indirect(slot, from, guard, internal));
    }
    return cheapest(found);
  }

  private boolean suffices(Path direct, Slot slot, boolean internal) {
    return !internal && slot.child() != null && coverage.covers(direct.node(), slot.child());
  }

  private List<Path> indirect(Slot slot, List<Path> from, Guard guard, boolean internal) {
    var found = new ArrayList<Path>();
    if (isRootType(slot.owner())) {
      return reentries(slot, from, internal);
    }
    if (guard.isDeepest()) {
      return found;
    }
    var states = closure(slot.owner(), slot.parentType(), from, guard);
    for (var state : states) {
      if (!from.contains(state)) {
        var next = local.step(state, slot, internal);
        if (next != null) {
          found.add(next);
        }
      }
    }
    found.addAll(withInput(slot, states, guard, internal));
    return found;
  }

  private boolean isRootType(Position position) {
    return graph.supergraph().roots().contains(position.type());
  }

  private List<Path> reentries(Slot slot, List<Path> from, boolean internal) {
    var found = new ArrayList<Path>();
    if (slot.owner().parent() == null) {
      return found;
    }
    for (var start : from) {
      for (var subgraph : graph.subgraphsOf(slot.owner().type())) {
        if (!subgraph.equals(start.subgraph())) {
          var there =
              reentered.computeIfAbsent(
                  new Reentry(start, subgraph),
                  _ -> start.reenter(GraphNode.of(slot.owner().type(), subgraph), table));
          var next = local.step(there, slot, internal);
          if (next != null) {
            found.add(next);
          }
        }
      }
    }
    return found;
  }

  private record Reentry(Path from, String subgraph) {}

  private final Map<Reentry, Path> reentered = new HashMap<>();

  /// The ways to the object of `view` in every subgraph that can be reached: `from` itself as far
  /// as it may hold such an object, then one way for each further subgraph.
  List<Path> closure(Position at, String view, List<Path> from, Guard guard) {
    var key = new ReachKey(at, view, List.copyOf(from), guard);
    var known = reached.get(key);
    if (known != null) {
      return known;
    }
    var settled = starts(at, view, from, guard);
    var open = new LinkedHashMap<GraphNode, List<EntityEdge>>();
    for (var edge : targets(at, view, settled)) {
      open.computeIfAbsent(GraphNode.of(edge.type(), edge.subgraph()), _ -> new ArrayList<>())
          .add(edge);
    }
    open.keySet().removeIf(node -> settled.stream().anyMatch(path -> isThere(path, node, view)));
    while (!open.isEmpty()) {
      Path best = null;
      for (var target : open.entrySet()) {
        var jump = jump(at, view, target.getKey(), target.getValue(), settled, guard);
        if (jump != null && (best == null || cost(jump) < cost(best))) {
          best = jump;
        }
      }
      if (best == null) {
        break;
      }
      settled.add(best);
      open.remove(GraphNode.of(best.node().type(), best.subgraph()));
    }
    reached.put(key, List.copyOf(settled));
    return settled;
  }

  private boolean isThere(Path path, GraphNode node, String view) {
    return path.subgraph().equals(node.subgraph())
        && (path.node().type().equals(node.type())
            || (graph.isObject(view)
                && node.type().equals(view)
                && local.isTyped(path.node())
                && local.mayBe(path.node(), view)));
  }

  private List<Path> starts(Position at, String view, List<Path> from, Guard guard) {
    if (!graph.isObject(view) || view.equals(at.type())) {
      return new ArrayList<>(from);
    }
    var typed = new ArrayList<Path>();
    var untyped = new ArrayList<Path>();
    for (var path : from) {
      if (local.mayBe(path.node(), view)) {
        (local.isTyped(path.node()) ? typed : untyped).add(path);
      }
    }
    if (!untyped.isEmpty()) {
      for (var path : closure(at, at.type(), untyped, guard)) {
        if (local.isTyped(path.node()) && local.mayBe(path.node(), view)) {
          typed.add(path);
        }
      }
    }
    typed.addAll(untyped);
    return typed;
  }

  private List<EntityEdge> targets(Position at, String view, List<Path> settled) {
    if (graph.isObject(view)) {
      return settled.stream().anyMatch(path -> local.isTyped(path.node()))
          ? graph.entityEdges(view)
          : List.of();
    }
    var interfaces = new HashSet<String>();
    var stoodFor = new HashSet<String>();
    for (var path : settled) {
      var type = path.node().type();
      (local.isTyped(path.node()) ? interfaces : stoodFor).add(type);
      interfaces.addAll(graph.interfacesOf(type));
    }
    interfaces.add(at.type());
    interfaces.addAll(graph.interfacesOf(at.type()));
    interfaces.addAll(stoodFor);
    var edges = new ArrayList<EntityEdge>();
    for (var name : interfaces.stream().filter(graph::isInterface).sorted().toList()) {
      for (var subgraph : graph.subgraphs()) {
        for (var edge : graph.keys(name, subgraph)) {
          if (edge.toInterfaceObject() || stoodFor.contains(name)) {
            edges.add(edge);
          }
        }
      }
    }
    return edges;
  }

  private @Nullable Path jump(
      Position at,
      String view,
      GraphNode target,
      List<EntityEdge> keys,
      List<Path> settled,
      Guard guard) {
    Path best = null;
    for (var edge : keys) {
      budget.spend();
      var input = requirements.key(at, view, edge, settled, guard);
      if (input != null) {
        var path =
            input
                .before()
                .jump(
                    new Step.Jump(
                        view,
                        edge.type(),
                        typename(edge, view),
                        edge.key(),
                        input.fields(),
                        input.needs(),
                        List.of()),
                    target,
                    table);
        if (best == null || cost(path) < cost(best)) {
          best = path;
        }
      }
    }
    return best;
  }

  private String typename(EntityEdge edge, String view) {
    return edge.toInterfaceObject() || !graph.isObject(view) ? edge.type() : view;
  }

  /// The ways to a field that needs more than the object: each an entity call that brings it along,
  /// even into the subgraph that holds the object already.
  List<Path> withInput(Slot slot, List<Path> states, Guard guard, boolean internal) {
    var found = new ArrayList<Path>();
    var view = slot.parentType();
    if (slot.isTypename()) {
      return found;
    }
    for (var edge : targets(slot.owner(), view, states)) {
      var node = GraphNode.of(edge.type(), edge.subgraph());
      var field = local.edge(node, view, slot.field());
      if (field != null && local.needsInput(field, node, view)) {
        var coordinate = field.parentType() + "." + field.name() + "@" + field.subgraph();
        if (!guard.has(coordinate)) {
          var inner = guard.with(coordinate);
          var path = withInput(slot, edge, field, states, inner);
          if (path != null) {
            found.add(local.follow(path, slot, field, internal));
            if (!internal) {
              otherSources(slot, edge, field, states, inner, path, found);
            }
          }
        }
      }
    }
    return found;
  }

  /// The same with what the field needs taken from elsewhere: another leaf may lead there anyway.
  private void otherSources(
      Slot slot,
      EntityEdge edge,
      FieldEdge field,
      List<Path> states,
      Guard guard,
      Path first,
      List<Path> into) {
    if (!(first.step() instanceof Step.Jump jump)) {
      return;
    }
    for (var source : jump.needs().stream().map(Path::subgraph).distinct().toList()) {
      var others =
          states.stream()
              .filter(
                  state -> !state.subgraph().equals(source) || !(state.step() instanceof Step.Jump))
              .toList();
      var path =
          others.size() == states.size() ? null : withInput(slot, edge, field, others, guard);
      if (path != null) {
        into.add(local.follow(path, slot, field, false));
      }
    }
  }

  private @Nullable Path withInput(
      Slot slot, EntityEdge edge, FieldEdge field, List<Path> states, Guard guard) {
    budget.spend();
    var view = slot.parentType();
    var input = requirements.keyAndField(slot, edge, field, states, guard);
    return input == null
        ? null
        : input
            .before()
            .jump(
                new Step.Jump(
                    view,
                    edge.type(),
                    typename(edge, view),
                    edge.key(),
                    input.fields(),
                    input.needs(),
                    input.context()),
                GraphNode.of(edge.type(), edge.subgraph()),
                table);
  }

  long cost(Path path) {
    return table.cost(path.calls());
  }

  /// The cheapest ways for each subgraph they end in.
  List<Path> cheapest(List<Path> ways) {
    if (ways.size() < 2) {
      return ways;
    }
    var sorted = new ArrayList<>(ways);
    sorted.sort(Comparator.comparingLong(this::cost));
    var kept = new ArrayList<Path>();
    var perSubgraph = new HashMap<String, Integer>();
    for (var way : sorted) {
      if (!kept.contains(way)
          && kept.size() < WAYS
          && perSubgraph.merge(way.subgraph(), 1, Integer::sum) <= WAYS_PER_SUBGRAPH) {
        kept.add(way);
      }
    }
    return kept;
  }
}
