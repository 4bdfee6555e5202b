package dev.orrery.gateway.composition.merge;

import dev.orrery.gateway.composition.supergraph.CompositeType;
import dev.orrery.gateway.composition.supergraph.Field;
import dev.orrery.gateway.composition.supergraph.InterfaceType;
import dev.orrery.gateway.composition.supergraph.JoinField;
import dev.orrery.gateway.composition.supergraph.JoinType;
import dev.orrery.gateway.composition.supergraph.SupergraphType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Gives every implementation of an interface the fields that interface objects add to it.
///
/// Specification: Federation, "Directives reference", `@interfaceObject`.
final class InterfaceObjectFields {
  private final Map<String, SupergraphType> types;

  InterfaceObjectFields(Map<String, SupergraphType> types) {
    this.types = types;
  }

  Map<String, SupergraphType> spread() {
    var spread = new LinkedHashMap<>(types);
    for (var type : types.values()) {
      if (type instanceof InterfaceType added
          && added.joins().stream().anyMatch(JoinType::interfaceObject)) {
        for (var implementer : List.copyOf(spread.values())) {
          if (implementer instanceof CompositeType composite
              && composite.interfaces().contains(added.name())) {
            spread.put(composite.name(), with(composite, added));
          }
        }
      }
    }
    return spread;
  }

  private static CompositeType with(CompositeType type, InterfaceType added) {
    var fields = new LinkedHashMap<>(type.fields());
    for (var field : added.fields().values()) {
      var byObject =
          field.joins().stream()
              .filter(join -> !join.external())
              .map(JoinField::subgraph)
              .anyMatch(added::isInterfaceObjectIn);
      if (byObject) {
        fields.putIfAbsent(
            field.name(),
            new Field(
                field.name(),
                field.description(),
                field.arguments(),
                field.type(),
                List.of(),
                field.directives()));
      }
    }
    return type.with(fields, type.directives());
  }
}
