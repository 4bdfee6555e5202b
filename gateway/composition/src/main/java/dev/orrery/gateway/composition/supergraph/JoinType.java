package dev.orrery.gateway.composition.supergraph;

import dev.orrery.gateway.composition.sdl.FieldSet;
import org.jspecify.annotations.Nullable;

/// One `@join__type`: a type's presence in a subgraph, repeated once for each of its keys there.
///
/// @param subgraph the subgraph's name
/// @param resolvable whether the subgraph's `_entities` accepts this key
/// @param interfaceObject whether an interface of the supergraph is an object in this subgraph
public record JoinType(
    String subgraph,
    @Nullable FieldSet key,
    boolean extension,
    boolean resolvable,
    boolean interfaceObject) {
  public static JoinType in(String subgraph) {
    return new JoinType(subgraph, null, false, true, false);
  }
}
