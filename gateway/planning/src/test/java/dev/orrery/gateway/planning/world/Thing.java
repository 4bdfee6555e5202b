package dev.orrery.gateway.planning.world;

import java.util.Map;

/// An object of the world: the same one, whichever subgraph looks at it.
///
/// @param sent what came along with a representation
/// @param parent the object whose field holds it, where that is known
record Thing(String type, int index, Map<String, Object> sent, Thing parent) {
  static Thing of(String type, int index) {
    return new Thing(type, index, Map.of(), null);
  }

  Thing within(Thing around) {
    return new Thing(type, index, sent, around);
  }

  boolean isSame(Thing other) {
    return type.equals(other.type) && index == other.index;
  }
}
