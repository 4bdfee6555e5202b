package dev.orrery.gateway.composition.supergraph;

import dev.orrery.gateway.composition.sdl.AppliedDirective;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A type of the supergraph, and what it is in each subgraph.
public sealed interface SupergraphType
    permits CompositeType, UnionType, EnumType, InputType, ScalarType {
  String name();

  @Nullable String description();

  /// One entry for each subgraph and key.
  List<JoinType> joins();

  /// All but those of the specs `join` and `link`. The directives of the standard specs have their
  /// standard names here (`inaccessible`, `tag`, `authenticated`, `requiresScopes`, `policy`,
  /// `cost`, `listSize`, `context`), whatever the SDL renamed them to.
  List<AppliedDirective> directives();

  /// The names of the subgraphs that have the type, in the supergraph's order.
  default List<String> subgraphs() {
    return joins().stream().map(JoinType::subgraph).distinct().toList();
  }

  default boolean isIn(String subgraph) {
    return joins().stream().anyMatch(join -> join.subgraph().equals(subgraph));
  }

  /// The keys that the subgraph's `_entities` accepts.
  default List<JoinType> resolvableKeys(String subgraph) {
    return joins().stream()
        .filter(j -> j.subgraph().equals(subgraph) && j.key() != null && j.resolvable())
        .toList();
  }

  /// Whether this interface is an object in the subgraph.
  default boolean isInterfaceObjectIn(String subgraph) {
    return joins().stream().anyMatch(j -> j.subgraph().equals(subgraph) && j.interfaceObject());
  }

  default boolean inaccessible() {
    return directive("inaccessible").findAny().isPresent();
  }

  default Stream<AppliedDirective> directive(String name) {
    return directives().stream().filter(d -> d.name().equals(name));
  }

  default Optional<CompositeType> asComposite() {
    return this instanceof CompositeType composite ? Optional.of(composite) : Optional.empty();
  }
}
