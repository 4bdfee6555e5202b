package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.findings.HintCode;
import dev.orrery.gateway.composition.merge.Declared;
import dev.orrery.gateway.composition.merge.Subgraphs;

/// An argument that a context fills in one subgraph is not insisted on by another, whom nobody
/// would give it.
///
/// Specification: Federation, "Directives reference", `@fromContext`.
final class ContextualArgumentsAgree implements AcrossRule {
  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    FieldArguments.visit(
        subgraphs,
        (coordinate, _, declared) -> {
          if (declared.stream().noneMatch(it -> it.element().contextual())) {
            return;
          }
          var plain = declared.stream().filter(it -> !it.element().contextual()).toList();
          var insisting = plain.stream().filter(it -> it.element().required()).toList();
          if (insisting.size() < plain.size()) {
            findings.hint(
                HintCode.CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS,
                "Contextual argument \"%s\" will not be included in the supergraph since it is contextual in at least one subgraph"
                    .formatted(coordinate),
                coordinate,
                Subgraphs.inputPlaces(plain));
          }
          if (!insisting.isEmpty()) {
            findings.error(
                ErrorCode.CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS,
                "Argument \"%s\" is contextual in at least one subgraph but in %s it does not have @fromContext, is not nullable and has no default value."
                    .formatted(
                        coordinate, Words.subgraphs(insisting.stream().map(Declared::in).toList())),
                coordinate,
                Subgraphs.inputPlaces(insisting));
          }
        });
  }
}
