package dev.orrery.gateway.composition.merge;

import dev.orrery.gateway.composition.subgraph.SubgraphSchema;

/// An element of a schema as one subgraph declares it.
public record Declared<T>(SubgraphSchema subgraph, T element) {
  /// The subgraph's name.
  public String in() {
    return subgraph.name();
  }
}
