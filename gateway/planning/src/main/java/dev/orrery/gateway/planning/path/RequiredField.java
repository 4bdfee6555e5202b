package dev.orrery.gateway.planning.path;

import java.util.List;

/// A field of a representation and the slot that its value comes from.
///
/// @param ofType the object type it applies to; empty for all
/// @param nullStops see `RepresentationField`
/// @param ofKey part of the key, as opposed to a `@requires`
/// @param children empty for leaves
public record RequiredField(
    Slot slot, String ofType, boolean nullStops, boolean ofKey, List<RequiredField> children) {
  public RequiredField {
    children = List.copyOf(children);
  }
}
