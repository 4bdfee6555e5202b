package dev.orrery.gateway.composition.merge;

import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.FieldCoordinate;
import java.util.Optional;

/// Which field of which subgraph is taken over by another through `@override`.
///
/// Specification: Federation, "Directives reference", `@override`.
public final class Overrides {
  private final Subgraphs subgraphs;

  public Overrides(Subgraphs subgraphs) {
    this.subgraphs = subgraphs;
  }

  /// Who takes the field over.
  ///
  /// @param by the overriding subgraph's name
  /// @param label of a progressive override, for which both subgraphs keep the field
  public record Override(String by, Optional<String> label) {}

  /// The override that takes `field` from `subgraph`, if any does.
  public Optional<Override> of(FieldCoordinate field, String subgraph) {
    return subgraphs.field(field).stream()
        .filter(it -> !it.in().equals(subgraph))
        .flatMap(it ->
            it
                .element()
                .directives()
                .first(FederationDirective.OVERRIDE)
                .filter(applied -> from(applied).filter(subgraph::equals).isPresent())
                .map(applied -> new Override(it.in(), applied.string("label")))
                .stream())
        .findFirst();
  }

  /// Whether the subgraph lost the field for good.
  public boolean isGone(FieldCoordinate field, String subgraph) {
    return of(field, subgraph).filter(it -> it.label().isEmpty()).isPresent();
  }

  public static Optional<String> from(AppliedDirective applied) {
    return applied.string("from");
  }
}
