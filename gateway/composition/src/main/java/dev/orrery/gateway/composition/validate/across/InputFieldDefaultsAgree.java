package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.Subgraphs;

/// Defaults of an input field are equal wherever they are given.
///
/// Specification: Federation, "Composition rules", section "Input types and field arguments".
final class InputFieldDefaultsAgree implements AcrossRule {
  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    InputFields.visit(
        subgraphs,
        (coordinate, _, declared) ->
            Defaults.check(
                ErrorCode.INPUT_FIELD_DEFAULT_MISMATCH,
                "Input field",
                coordinate,
                declared,
                findings));
  }
}
