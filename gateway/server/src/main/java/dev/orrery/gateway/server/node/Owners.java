package dev.orrery.gateway.server.node;

import dev.orrery.gateway.composition.supergraph.JoinField;
import dev.orrery.gateway.composition.supergraph.JoinType;
import dev.orrery.gateway.composition.supergraph.ObjectType;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which type an id's prefix names, and which subgraph knows whether the resource exists.
final class Owners {
  private final Map<String, Owner> byPrefix = new TreeMap<>();

  record Owner(String type, String subgraph) {}

  Owners(Supergraph supergraph) {
    for (var type : supergraph.types().values()) {
      if (type instanceof ObjectType object) {
        object
            .directive("prefix")
            .flatMap(directive -> directive.string("value").stream())
            .findFirst()
            .ifPresent(prefix ->
                owner(object).ifPresent(o -> byPrefix.put(prefix, new Owner(object.name(), o))));
      }
    }
  }

  /// The subgraph that resolves most of the type's fields by its id: others only add a few to it,
  /// and would answer for ids that do not exist.
  private static Optional<String> owner(ObjectType type) {
    return type.joins().stream()
        .filter(join ->
            join.resolvable() && join.key() != null && join.key().toString().strip().equals("id"))
        .map(JoinType::subgraph)
        .distinct()
        .max(Comparator.comparingLong(subgraph -> fields(type, subgraph)));
  }

  private static long fields(ObjectType type, String subgraph) {
    return type.fields().values().stream()
        .filter(field -> field.in(subgraph).filter(JoinField::resolvedHere).isPresent())
        .count();
  }

  Optional<Owner> find(String prefix) {
    return Optional.ofNullable(byPrefix.get(prefix));
  }

  /// The subgraph that owns a type which [#all] lists.
  String subgraphOf(String type) {
    return byPrefix.values().stream()
        .filter(owner -> owner.type.equals(type))
        .findFirst()
        .orElseThrow()
        .subgraph;
  }

  /// All types, sorted by prefix.
  Iterable<Owner> all() {
    return byPrefix.values();
  }
}
