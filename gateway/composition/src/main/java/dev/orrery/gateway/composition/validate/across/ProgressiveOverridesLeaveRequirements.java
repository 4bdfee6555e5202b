package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.Overrides;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import java.util.List;

/// While a label decides per request who resolves a field, the source's requirements would have to
/// hold too; the directives cannot be combined.
///
/// Specification: Federation, "Directives reference", `@override`.
final class ProgressiveOverridesLeaveRequirements implements AcrossRule {
  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    subgraphs
        .fields()
        .forEach(coordinate -> {
          for (var it : subgraphs.field(coordinate)) {
            var applied = it.element().directives().first(FederationDirective.OVERRIDE);
            if (applied.isEmpty() || !applied.get().arguments().containsKey("label")) {
              continue;
            }
            applied
                .flatMap(Overrides::from)
                .flatMap(subgraphs::named)
                .flatMap(source -> source.field(coordinate))
                .filter(source -> source.has(FederationDirective.REQUIRES))
                .ifPresent(source ->
                    findings.error(
                        ErrorCode.OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE,
                        "@override with label (progressive override) cannot be used on field \"%s\" on subgraph \"%s\" since \"%s\" on \"%s\" is marked with directive \"@requires\"."
                            .formatted(coordinate, it.in(), coordinate, source.place().subgraph()),
                        coordinate.toString(),
                        List.of(it.element().place(), source.place()),
                        "Use @override without a label for this field."));
          }
        });
  }
}
