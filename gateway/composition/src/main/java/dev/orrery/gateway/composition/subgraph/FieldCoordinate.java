package dev.orrery.gateway.composition.subgraph;

/// A field by the name of its type and its own.
public record FieldCoordinate(String type, String field) {
  @Override
  public String toString() {
    return type + "." + field;
  }
}
