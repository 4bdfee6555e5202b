package dev.orrery.gateway.composition.subgraph;

import dev.orrery.gateway.composition.findings.Findings.Place;
import dev.orrery.gateway.composition.sdl.Literal;
import dev.orrery.gateway.composition.sdl.TypeRef;
import org.jspecify.annotations.Nullable;

/// An argument, or a field of an input object, as a subgraph declares it.
public record SubgraphInput(
    String name,
    @Nullable String description,
    TypeRef type,
    @Nullable Literal defaultValue,
    Directives directives,
    Place place) {
  public boolean required() {
    return !type.nullable() && defaultValue == null;
  }

  /// Whether the value comes from a context instead of from clients.
  public boolean contextual() {
    return directives.has(FederationDirective.FROM_CONTEXT);
  }
}
