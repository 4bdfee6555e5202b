package dev.orrery.gateway.composition.supergraph;

import dev.orrery.gateway.composition.sdl.AppliedDirective;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A type that has fields.
public sealed interface CompositeType extends SupergraphType permits ObjectType, InterfaceType {
  /// By name, in the supergraph's order.
  Map<String, Field> fields();

  /// The interfaces it implements in the supergraph.
  List<String> interfaces();

  /// The interfaces it implements in each subgraph.
  List<JoinImplements> implementations();

  /// This type with these fields and directives instead of its own.
  CompositeType with(Map<String, Field> otherFields, List<AppliedDirective> otherDirectives);

  default Optional<Field> field(String name) {
    return Optional.ofNullable(fields().get(name));
  }

  /// The interfaces it implements in the subgraph.
  default List<String> interfacesIn(String subgraph) {
    return implementations().stream()
        .filter(i -> i.subgraph().equals(subgraph))
        .map(JoinImplements::interfaceName)
        .toList();
  }
}
