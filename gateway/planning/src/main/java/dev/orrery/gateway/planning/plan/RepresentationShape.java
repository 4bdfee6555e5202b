package dev.orrery.gateway.planning.plan;

import java.util.List;

/// A representation for some runtime types.
///
/// @param onTypes names of object types, sorted; empty takes every object and then needs no
///   `__typename` in the data
/// @param typename what to write as `__typename`
public record RepresentationShape(
    List<String> onTypes, Typename typename, List<RepresentationField> fields) {
  public RepresentationShape {
    onTypes = onTypes.stream().sorted().toList();
    fields = List.copyOf(fields);
  }

  /// The `__typename` of a representation.
  public sealed interface Typename {
    /// The object's own, from the data tree.
    record OfTheObject() implements Typename {}

    /// Always this one: the only type possible, or the name that an interface object goes by.
    record Constant(String name) implements Typename {}

    /// None is written: a nested object whose type is known.
    record Omitted() implements Typename {}
  }
}
