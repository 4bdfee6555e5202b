package dev.orrery.gateway.conformance.world;

import dev.orrery.gateway.composition.sdl.FieldSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An object of the data, as one request came across it.
///
/// @param name what `data.json` calls it; empty for one that is written where it is used
/// @param type its object type
/// @param sent the representation that it was asked for with; null when it was not
/// @param provided what fields on the way promise to bring of it
/// @param parent the object that led here; null at the root and for entities
record Thing(
    String name,
    String type,
    Map<String, ?> fields,
    @Nullable Map<String, ?> sent,
    List<FieldSet> provided,
    @Nullable Thing parent) {
  static Thing root(String type, Map<String, ?> fields) {
    return new Thing(type, type, fields, null, List.of(), null);
  }
}
