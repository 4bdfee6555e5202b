package dev.orrery.gateway.composition.subgraph;

import dev.orrery.gateway.composition.findings.Findings.Place;
import dev.orrery.gateway.composition.sdl.TypeRef;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A field of an object or interface as a subgraph declares it.
///
/// @param facts what follows from the rest of the subgraph
public record SubgraphField(
    String name,
    @Nullable String description,
    TypeRef type,
    Map<String, SubgraphInput> arguments,
    Directives directives,
    Place place,
    Facts facts) {
  public SubgraphField {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
  }

  /// @param external declared here and resolved elsewhere (key fields of `extend type`, which v1
  ///   made external for no effect, are not)
  /// @param shareable other subgraphs may resolve it too: marked so, part of a key, or v1
  /// @param provided some `@provides` here makes it resolvable on one path although it is external
  /// @param used a key, `@requires`, `@provides`, context or interface here needs it
  public record Facts(boolean external, boolean shareable, boolean provided, boolean used) {
    static final Facts UNKNOWN = new Facts(false, false, false, false);
  }

  public boolean external() {
    return facts.external();
  }

  /// Whether this subgraph resolves the field on all paths, or on some through `@provides`.
  public boolean resolvedSomehow() {
    return !facts.external() || facts.provided();
  }

  public boolean has(FederationDirective directive) {
    return directives.has(directive);
  }

  SubgraphField with(Facts other) {
    return new SubgraphField(name, description, type, arguments, directives, place, other);
  }

  SubgraphField with(Directives other) {
    return new SubgraphField(name, description, type, arguments, other, place, facts);
  }
}
