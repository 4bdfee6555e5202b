package dev.orrery.gateway.planning.check;

import dev.orrery.gateway.composition.supergraph.Supergraph;
import java.util.Set;
import java.util.TreeSet;

/// The object types that may lie somewhere, told from the supergraph alone and not from the
/// planner's graph.
record PossibleTypes(Supergraph supergraph) {
  /// The object types on which all subgraphs that answer the field agree: no other can come.
  Set<String> agreed(String type, String field) {
    var found = supergraph.find(type).flatMap(t -> t.asComposite()).flatMap(t -> t.field(field));
    if (found.isEmpty()) {
      return Set.of();
    }
    var all = new TreeSet<>(supergraph.possibleTypes(found.get().type().baseName()));
    var common = new TreeSet<>(all);
    for (var join : found.get().joins()) {
      var target = join.type().baseName();
      if (join.resolvedHere()
          && supergraph
              .find(target)
              .filter(t -> t.isInterfaceObjectIn(join.subgraph()))
              .isEmpty()) {
        common.retainAll(supergraph.possibleTypesIn(target, join.subgraph()));
      }
    }
    return common.isEmpty() ? all : common;
  }

  /// The object types that the subgraph may mean; all of an interface object's, which it does not
  /// tell apart.
  Set<String> in(String subgraph, String type) {
    var isObjectThere =
        supergraph.find(type).filter(t -> t.isInterfaceObjectIn(subgraph)).isPresent();
    return new TreeSet<>(
        isObjectThere
            ? supergraph.possibleTypes(type)
            : supergraph.possibleTypesIn(type, subgraph));
  }
}
