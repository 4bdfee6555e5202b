package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.MergeTypeReferences;
import dev.orrery.gateway.composition.merge.Subgraphs;

/// The types of an argument differ by `!` only.
///
/// Specification: Federation, "Composition rules", section "Merging types from multiple subgraphs:
/// arguments".
final class ArgumentTypesAgree implements AcrossRule {
  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    var references = new MergeTypeReferences(subgraphs);
    FieldArguments.visit(
        subgraphs,
        (coordinate, _, declared) -> {
          if (references
              .input(declared.stream().map(it -> it.element().type()).toList())
              .isEmpty()) {
            findings.error(
                ErrorCode.FIELD_ARGUMENT_TYPE_MISMATCH,
                "Type of argument \"%s\" is incompatible across subgraphs: it has %s"
                    .formatted(
                        coordinate, Words.grouped("type", declared, it -> "\"" + it.type() + "\"")),
                coordinate,
                Subgraphs.inputPlaces(declared));
          }
        });
  }
}
