package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.MergeTypeReferences;
import dev.orrery.gateway.composition.merge.Subgraphs;

/// The types of an input field differ by `!` only.
///
/// Specification: Federation, "Composition rules", section "Input types and field arguments".
final class InputFieldTypesAgree implements AcrossRule {
  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    var references = new MergeTypeReferences(subgraphs);
    InputFields.visit(
        subgraphs,
        (coordinate, _, declared) -> {
          if (references
              .input(declared.stream().map(it -> it.element().type()).toList())
              .isEmpty()) {
            findings.error(
                ErrorCode.FIELD_TYPE_MISMATCH,
                "Type of field \"%s\" is incompatible across subgraphs: it has %s"
                    .formatted(
                        coordinate, Words.grouped("type", declared, it -> "\"" + it.type() + "\"")),
                coordinate,
                Subgraphs.inputPlaces(declared));
          }
        });
  }
}
