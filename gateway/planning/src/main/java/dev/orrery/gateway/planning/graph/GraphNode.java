package dev.orrery.gateway.planning.graph;

import dev.orrery.gateway.composition.sdl.FieldSet;

/// An object in the hands of a subgraph: what can be asked next depends on nothing else.
///
/// @param type the type by the subgraph's own schema; an interface object goes by its interface's
///   name
/// @param provided what a `@provides` on the way here lets the subgraph answer beyond its usual
///   fields
public record GraphNode(String type, String subgraph, FieldSet provided) {
  public static GraphNode of(String type, String subgraph) {
    return new GraphNode(type, subgraph, FieldSet.EMPTY);
  }

  @Override
  public String toString() {
    return type + "@" + subgraph + (provided.isEmpty() ? "" : "+{" + provided + "}");
  }
}
