package dev.orrery.gateway.composition.merge;

import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.sdl.Literal;
import java.util.Map;

/// How contexts are named in a supergraph.
///
/// Specification: Spec `context` v0.1: the names of contexts in the supergraph.
final class ContextNames {
  private ContextNames() {}

  static String inSupergraph(String subgraph, String context) {
    return GraphNames.identifier(subgraph) + "__" + context;
  }

  static AppliedDirective directive(String name) {
    return new AppliedDirective("context", Map.of("name", Literal.string(name)));
  }
}
