package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.Overrides;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import java.util.List;

/// A field is taken from a subgraph that has it by itself, not from one that takes it over too.
///
/// Specification: Federation, "Directives reference", `@override`.
final class OverrideSourcesDoNotOverride implements AcrossRule {
  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    subgraphs
        .fields()
        .forEach(coordinate -> {
          for (var it : subgraphs.field(coordinate)) {
            it.element()
                .directives()
                .first(FederationDirective.OVERRIDE)
                .flatMap(Overrides::from)
                .flatMap(subgraphs::named)
                .filter(source -> !source.name().equals(it.in()))
                .flatMap(source -> source.field(coordinate))
                .filter(source -> source.has(FederationDirective.OVERRIDE))
                .ifPresent(source ->
                    findings.error(
                        ErrorCode.OVERRIDE_SOURCE_HAS_OVERRIDE,
                        "Field \"%s\" on subgraph \"%s\" is also marked with directive @override in subgraph \"%s\". Only one @override directive is allowed per field."
                            .formatted(coordinate, it.in(), source.place().subgraph()),
                        coordinate.toString(),
                        List.of(it.element().place(), source.place())));
          }
        });
  }
}
