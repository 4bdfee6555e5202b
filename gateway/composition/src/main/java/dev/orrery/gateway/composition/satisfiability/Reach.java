package dev.orrery.gateway.composition.satisfiability;

import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.sdl.FieldSet.FieldSelection;
import dev.orrery.gateway.composition.sdl.FieldSet.FragmentSelection;
import dev.orrery.gateway.composition.supergraph.JoinField;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds from which subgraphs the data of an object can be had, once it is held somewhere: the
/// closure over entity keys, where a key counts when its fields can be had from what is reached
/// already.
final class Reach {
  private final Supergraph supergraph;
  private final Labels labels;

  /// The contexts that ancestors of the object set.
  private final Set<String> contexts;

  private final Map<Start, Set<Spot>> known = new HashMap<>();
  private final Map<Start, Set<Spot>> closing = new HashMap<>();
  private final Set<String> requiring = new HashSet<>();

  Reach(Supergraph supergraph, Labels labels, Set<String> contexts) {
    this.supergraph = supergraph;
    this.labels = labels;
    this.contexts = contexts;
  }

  private record Start(String object, Spot spot) {}

  /// One way into a subgraph.
  ///
  /// @param keyed the type whose key is used: the object, or an interface of it
  /// @param into what the subgraph then holds
  record Entrance(String subgraph, String keyed, String into, FieldSet key) {}

  /// All spots that hold the object once `spot` does.
  Set<Spot> from(String object, Spot spot) {
    var start = new Start(object, spot);
    var found = known.get(start);
    if (found != null) {
      return found;
    }
    var growing = closing.get(start);
    if (growing != null) {
      return Set.copyOf(growing);
    }
    var reached = new LinkedHashSet<Spot>();
    closing.put(start, reached);
    reached.add(spot);
    if (object.equals(supergraph.roots().query())) {
      supergraph
          .composite(object)
          .subgraphs()
          .forEach(subgraph -> reached.add(Spot.plain(subgraph, object)));
    }
    var entrances = entrances(object);
    var grew = true;
    while (grew) {
      grew = false;
      for (var entrance : entrances) {
        var target = Spot.plain(entrance.subgraph(), entrance.into());
        if (!reached.contains(target)
            && isNamed(entrance, object, reached)
            && obtainable(object, entrance.key(), reached)) {
          reached.add(target);
          grew = true;
        }
      }
    }
    closing.remove(start);
    if (closing.isEmpty() && requiring.isEmpty()) {
      known.put(start, reached);
    }
    return reached;
  }

  /// The ways into subgraphs that have the object, or an interface object for it.
  List<Entrance> entrances(String object) {
    var entrances = new ArrayList<Entrance>();
    var type = supergraph.composite(object);
    for (var join : type.joins()) {
      if (join.key() != null && join.resolvable()) {
        entrances.add(new Entrance(join.subgraph(), object, object, join.key()));
      }
    }
    for (var name : type.interfaces()) {
      for (var join : supergraph.composite(name).joins()) {
        if (join.key() == null || !join.resolvable()) {
          continue;
        }
        if (join.interfaceObject()) {
          entrances.add(new Entrance(join.subgraph(), name, name, join.key()));
        } else if (type.isIn(join.subgraph())) {
          entrances.add(new Entrance(join.subgraph(), name, object, join.key()));
        }
      }
    }
    return entrances;
  }

  /// An interface object does not know which object it stands for, so it leads only to subgraphs
  /// that accept keys of its interface.
  private static boolean isNamed(Entrance entrance, String object, Set<Spot> reached) {
    return reached.stream()
        .anyMatch(spot -> spot.type().equals(object) || spot.type().equals(entrance.keyed()));
  }

  /// Whether all of the selection can be had of the object, given the spots that hold it.
  boolean obtainable(String object, FieldSet set, Set<Spot> spots) {
    return set.selections().stream()
        .allMatch(selection ->
            switch (selection) {
              case FragmentSelection fragment ->
                  !applies(fragment.typeCondition(), object)
                      || obtainable(object, fragment.selections(), spots);
              case FieldSelection field -> fieldObtainable(object, field, spots);
            });
  }

  private boolean fieldObtainable(String object, FieldSelection selection, Set<Spot> spots) {
    if (selection.name().equals("__typename")) {
      return true;
    }
    var next = new LinkedHashSet<Spot>();
    var found = false;
    for (var spot : spots) {
      if (resolves(object, spot, selection.name())) {
        found = true;
        next.addAll(below(spot, selection.name()));
      }
    }
    if (!found || selection.selections().isEmpty()) {
      return found;
    }
    for (var child : objects(next)) {
      var reached = new LinkedHashSet<Spot>();
      holding(child, next).forEach(spot -> reached.addAll(from(child, spot)));
      if (!obtainable(child, selection.selections(), reached)) {
        return false;
      }
    }
    return true;
  }

  /// Whether the field can be had at the spot.
  boolean resolves(String object, Spot spot, String name) {
    var field = supergraph.composite(spot.type()).fields().get(name);
    var join = field == null ? null : field.in(spot.subgraph()).orElse(null);
    if (field == null || join == null || !labels.allow(field, join)) {
      return false;
    }
    if (!join.resolvedHere()) {
      return Provided.below(supergraph, spot, object, name).isPresent();
    }
    if (!join.contextArguments().stream().allMatch(it -> contexts.contains(it.context()))) {
      return false;
    }
    return requirementsHold(object, spot, name, join);
  }

  /// What is required must be had from the spot on, though a path may have passed where it was to
  /// be had: planners resolve a requirement where it stands.
  private boolean requirementsHold(String object, Spot spot, String name, JoinField join) {
    if (join.requires() == null && join.contextArguments().isEmpty()) {
      return true;
    }
    var guard = spot.type() + "." + name + "@" + spot.subgraph();
    if (!requiring.add(guard)) {
      return false;
    }
    try {
      var requires = join.requires() == null ? FieldSet.EMPTY : join.requires();
      if (join.contextArguments().isEmpty() && obtainable(object, requires, Set.of(spot))) {
        return true;
      }
      var spots = from(object, spot);
      return obtainable(object, requires, spots) && canReturn(object, spot, spots);
    } finally {
      requiring.remove(guard);
    }
  }

  /// What is required is fetched elsewhere first, and then the subgraph is entered again by a key.
  private boolean canReturn(String object, Spot spot, Set<Spot> spots) {
    return entrances(object).stream()
        .anyMatch(it ->
            it.subgraph().equals(spot.subgraph())
                && it.into().equals(spot.type())
                && obtainable(object, it.key(), spots));
  }

  /// Where the value of the field is held, once it is resolved at the spot.
  Set<Spot> below(Spot spot, String name) {
    var field = supergraph.composite(spot.type()).fields().get(name);
    var join = field == null ? null : field.in(spot.subgraph()).orElse(null);
    if (join == null) {
      return Set.of();
    }
    var local = join.type().baseName();
    var provided =
        Provided.union(
            join.provides(),
            Provided.below(supergraph, spot, spot.type(), name).orElse(FieldSet.EMPTY));
    var type = supergraph.types().get(local);
    if (type == null) {
      return Set.of();
    }
    if (type.isInterfaceObjectIn(spot.subgraph())) {
      return Set.of(new Spot(spot.subgraph(), local, provided));
    }
    var spots = new LinkedHashSet<Spot>();
    supergraph
        .possibleTypesIn(local, spot.subgraph())
        .forEach(object -> spots.add(new Spot(spot.subgraph(), object, provided)));
    return spots;
  }

  /// The objects that may be held at any of the spots.
  Set<String> objects(Set<Spot> spots) {
    var objects = new LinkedHashSet<String>();
    spots.forEach(spot -> objects.addAll(supergraph.possibleTypes(spot.type())));
    return objects;
  }

  /// Those of the spots that may hold the object.
  Set<Spot> holding(String object, Set<Spot> spots) {
    var holding = new LinkedHashSet<Spot>();
    spots.stream()
        .filter(spot -> supergraph.possibleTypes(spot.type()).contains(object))
        .forEach(holding::add);
    return holding;
  }

  private boolean applies(@Nullable String condition, String object) {
    return condition == null || supergraph.possibleTypes(condition).contains(object);
  }
}
