package dev.orrery.gateway.planning.fetch;

import dev.orrery.gateway.composition.sdl.TypeRef;
import dev.orrery.gateway.planning.graph.FieldEdge;
import dev.orrery.gateway.planning.graph.QueryGraph;
import dev.orrery.gateway.planning.operation.Budget;
import dev.orrery.gateway.planning.path.Position;
import dev.orrery.gateway.planning.path.Slot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Gives every slot its key in the data tree: the client's name where that is free. Another one is
/// made up where a name would mean two things for one object, or where a subgraph would refuse a
/// document because fields of one name differ in shape between object types.
final class DataKeys {
  private final QueryGraph graph;
  private final Map<Slot, List<FieldEdge>> uses = new HashMap<>();
  private final Map<Slot, String> keys = new HashMap<>();

  private final Budget budget;

  private DataKeys(QueryGraph graph, Budget budget) {
    this.budget = budget;
    this.graph = graph;
  }

  static DataKeys of(
      QueryGraph graph, Position root, Collection<FetchNode> fetches, Budget budget) {
    var made = new DataKeys(graph, budget);
    fetches.forEach(fetch -> fetch.selections().forEach(made::collect));
    made.name(List.of(root));
    return made;
  }

  /// A slot that no fetch brings has no key.
  @Nullable String find(Slot slot) {
    return keys.get(slot);
  }

  String of(Slot slot) {
    return Objects.requireNonNull(keys.get(slot), () -> "no key for " + slot);
  }

  private void collect(Selection selection) {
    for (var field : selection.fields()) {
      uses.computeIfAbsent(field.slot(), _ -> new ArrayList<>()).add(field.edge());
      if (field.below() != null) {
        collect(field.below());
      }
    }
  }

  /// @param positions all that lie under the same keys
  private void name(List<Position> positions) {
    var named = new LinkedHashMap<String, List<Slot>>();
    for (var forClient : List.of(true, false)) {
      for (var position : positions) {
        for (var slot : position.slots()) {
          if (slot.isTypename()) {
            keys.put(slot, "__typename");
          } else if (uses.containsKey(slot) && forClient == (slot.responseKey() != null)) {
            named.computeIfAbsent(freeKey(slot, named), _ -> new ArrayList<>()).add(slot);
          }
        }
      }
    }
    named.forEach((key, slots) -> {
      slots.forEach(slot -> keys.put(slot, key));
      var below =
          slots.stream().map(Slot::child).filter(Objects::nonNull).map(p -> (Position) p).toList();
      if (!below.isEmpty()) {
        name(below);
      }
    });
  }

  private String freeKey(Slot slot, Map<String, List<Slot>> named) {
    var wanted = slot.responseKey() == null ? slot.field() : slot.responseKey();
    var key = wanted;
    for (var n = 1; !isFree(slot, key, named); n++) {
      key = "_" + n + "_" + wanted;
    }
    return key;
  }

  private boolean isFree(Slot slot, String key, Map<String, List<Slot>> named) {
    return !key.equals("__typename")
        && named.getOrDefault(key, List.of()).stream().allMatch(other -> agree(slot, other));
  }

  private boolean agree(Slot one, Slot other) {
    budget.spend();
    var sameValue =
        one.field().equals(other.field())
            && one.arguments().equals(other.arguments())
            && (one.child() == null) == (other.child() == null);
    return apart(one, other) ? shapesAgree(one, other) : sameValue && shapesAgree(one, other);
  }

  /// Whether no object can have both.
  private boolean apart(Slot one, Slot other) {
    var mine = one;
    var theirs = other;
    while (mine.owner() != theirs.owner()) {
      var up = mine.owner().parent();
      var upToo = theirs.owner().parent();
      if (up == null || upToo == null) {
        return false;
      }
      mine = up;
      theirs = upToo;
    }
    return mine.isNarrowed()
        && theirs.isNarrowed()
        && !mine.parentType().equals(theirs.parentType())
        && !askedOfOneType(mine, theirs);
  }

  // An interface object's subgraph does not know the types, so its documents ask for both at once.
  private boolean askedOfOneType(Slot one, Slot other) {
    var mine = new HashSet<String>();
    for (var edge : uses.getOrDefault(one, List.of())) {
      if (!edge.parentType().equals(one.parentType())) {
        mine.add(edge.subgraph());
      }
    }
    return uses.getOrDefault(other, List.of()).stream()
        .anyMatch(edge ->
            !edge.parentType().equals(other.parentType()) && mine.contains(edge.subgraph()));
  }

  private boolean shapesAgree(Slot one, Slot other) {
    for (var mine : uses.getOrDefault(one, List.of())) {
      for (var theirs : uses.getOrDefault(other, List.of())) {
        if (mine.subgraph().equals(theirs.subgraph()) && !shape(mine).equals(shape(theirs))) {
          return false;
        }
      }
    }
    return true;
  }

  private static String shape(FieldEdge edge) {
    return edge.composite() ? edge.type().withBaseName("{}").toString() : edge.type().toString();
  }

  /// How many lists lie around the value.
  int listDepth(Slot slot) {
    var type =
        Objects.requireNonNull(
                graph.supergraph().composite(slot.parentType()).fields().get(slot.field()))
            .type();
    return depth(type);
  }

  private static int depth(TypeRef type) {
    return switch (type) {
      case TypeRef.Named _ -> 0;
      case TypeRef.ListOf(var item) -> 1 + depth(item);
      case TypeRef.NonNull(var inner) -> depth(inner);
    };
  }
}
