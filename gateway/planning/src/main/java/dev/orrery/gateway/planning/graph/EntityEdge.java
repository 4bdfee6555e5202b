package dev.orrery.gateway.planning.graph;

import dev.orrery.gateway.composition.sdl.FieldSet;

/// A way into a subgraph by a key.
///
/// @param type the type that the representation names: the object's own, or an interface
/// @param toInterfaceObject the subgraph knows the interface as an object
public record EntityEdge(String type, String subgraph, FieldSet key, boolean toInterfaceObject) {
  @Override
  public String toString() {
    return "→ %s@%s by {%s}%s"
        .formatted(type, subgraph, key, toInterfaceObject ? " as interface object" : "");
  }
}
