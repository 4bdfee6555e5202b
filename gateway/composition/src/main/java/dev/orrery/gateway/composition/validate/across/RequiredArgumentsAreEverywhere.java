package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.Declared;
import dev.orrery.gateway.composition.merge.Subgraphs;

/// An argument that one subgraph insists on is known to all that resolve the field, or the gateway
/// could not pass it on.
///
/// Specification: Federation, "Composition rules", section "Merging types from multiple subgraphs:
/// arguments".
final class RequiredArgumentsAreEverywhere implements AcrossRule {
  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    FieldArguments.visit(
        subgraphs,
        (coordinate, fields, declared) -> {
          var insisting = declared.stream().filter(it -> it.element().required()).toList();
          if (declared.size() < fields.size()
              && !insisting.isEmpty()
              && declared.stream().noneMatch(it -> it.element().contextual())) {
            var known = declared.stream().map(Declared::in).toList();
            findings.error(
                ErrorCode.REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH,
                "Argument \"%s\" is required in some subgraphs but does not appear in all subgraphs: it is required in %s but does not appear in %s"
                    .formatted(
                        coordinate,
                        Words.subgraphs(insisting.stream().map(Declared::in).toList()),
                        Words.subgraphs(
                            fields.stream()
                                .map(Declared::in)
                                .filter(it -> !known.contains(it))
                                .toList())),
                coordinate,
                Subgraphs.inputPlaces(insisting));
          }
        });
  }
}
