package dev.orrery.gateway.composition.satisfiability;

import dev.orrery.gateway.composition.sdl.FieldSet;

/// Where data of one object may be held: in a subgraph, as the object itself or as an interface
/// object that stands for it.
///
/// @param type the object's name, or the interface's when the subgraph has only an interface object
/// @param provided what is resolvable here although external, by the `@provides` on the way
record Spot(String subgraph, String type, FieldSet provided) {
  static Spot plain(String subgraph, String type) {
    return new Spot(subgraph, type, FieldSet.EMPTY);
  }
}
