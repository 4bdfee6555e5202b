package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.Declared;
import dev.orrery.gateway.composition.merge.Subgraphs;

/// An input field that one subgraph insists on is known to all that have the input object.
///
/// Specification: Federation, "Composition rules", section "Input types and field arguments".
final class RequiredInputFieldsAreEverywhere implements AcrossRule {
  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    InputFields.visit(
        subgraphs,
        (coordinate, types, declared) -> {
          var insisting = declared.stream().filter(it -> it.element().required()).toList();
          if (declared.size() < types.size() && !insisting.isEmpty()) {
            var known = declared.stream().map(Declared::in).toList();
            findings.error(
                ErrorCode.REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH,
                "Input object field \"%s\" is required in some subgraphs but does not appear in all subgraphs: it is required in %s but does not appear in %s"
                    .formatted(
                        coordinate,
                        Words.subgraphs(insisting.stream().map(Declared::in).toList()),
                        Words.subgraphs(
                            types.stream()
                                .map(Declared::in)
                                .filter(it -> !known.contains(it))
                                .toList())),
                coordinate,
                Subgraphs.inputPlaces(insisting));
          }
        });
  }
}
