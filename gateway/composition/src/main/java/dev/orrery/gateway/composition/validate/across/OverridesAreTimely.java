package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.findings.HintCode;
import dev.orrery.gateway.composition.merge.Declared;
import dev.orrery.gateway.composition.merge.Overrides;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.FieldCoordinate;
import dev.orrery.gateway.composition.subgraph.SubgraphField;
import java.util.List;

/// Hints at overrides that are done, and so can be cleaned up, or that name nobody.
///
/// Specification: Federation, "Directives reference", `@override`.
final class OverridesAreTimely implements AcrossRule {
  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    subgraphs
        .fields()
        .forEach(coordinate -> {
          for (var it : subgraphs.field(coordinate)) {
            it.element()
                .directives()
                .first(FederationDirective.OVERRIDE)
                .ifPresent(applied -> check(subgraphs, coordinate, it, applied, findings));
          }
        });
  }

  private static void check(
      Subgraphs subgraphs,
      FieldCoordinate coordinate,
      Declared<SubgraphField> declared,
      AppliedDirective applied,
      Findings findings) {
    var from = Overrides.from(applied).orElse("");
    var source = subgraphs.named(from);
    var places = List.of(declared.element().place());
    if (source.isEmpty()) {
      findings.hint(
          HintCode.FROM_SUBGRAPH_DOES_NOT_EXIST,
          "Source subgraph \"%s\" for field \"%s\" on subgraph \"%s\" does not exist."
              .formatted(from, coordinate, declared.in()),
          coordinate.toString(),
          places);
      return;
    }
    var overridden = source.get().field(coordinate);
    if (overridden.filter(it -> !it.external()).isEmpty()) {
      findings.hint(
          HintCode.OVERRIDE_DIRECTIVE_CAN_BE_REMOVED,
          "Field \"%s\" on subgraph \"%s\" %s. The @override directive can be removed."
              .formatted(
                  coordinate,
                  declared.in(),
                  overridden.isEmpty()
                      ? "no longer exists in the from subgraph"
                      : "is not resolved anymore by the from subgraph (it is marked \"@external\" in \"%s\")"
                          .formatted(from)),
          coordinate.toString(),
          places);
    } else if (applied.arguments().containsKey("label")) {
      findings.hint(
          HintCode.OVERRIDE_MIGRATION_IN_PROGRESS,
          "Field \"%s\" is currently being migrated with progressive @override. Once the migration is complete, remove the field from subgraph \"%s\"."
              .formatted(coordinate, from),
          coordinate.toString(),
          places);
    } else {
      findings.hint(
          HintCode.OVERRIDDEN_FIELD_CAN_BE_REMOVED,
          "Field \"%s\" on subgraph \"%s\" is overridden. %s"
              .formatted(
                  coordinate,
                  from,
                  overridden.get().facts().used()
                      ? "It is still used in some federation directive(s) and/or to satisfy interface requirement(s), but consider marking it @external explicitly or removing it along with its references."
                      : "Consider removing it."),
          coordinate.toString(),
          List.of(overridden.get().place()));
    }
  }
}
