package dev.orrery.gateway.composition.subgraph;

import dev.orrery.gateway.composition.findings.Findings.Place;
import graphql.language.Node;

/// Turns the parser's locations into places of a subgraph.
final class Places {
  private Places() {}

  static Place of(String subgraph, Node<?> node) {
    var location = node.getSourceLocation();
    return location == null
        ? Place.in(subgraph)
        : new Place(subgraph, location.getLine(), location.getColumn());
  }
}
