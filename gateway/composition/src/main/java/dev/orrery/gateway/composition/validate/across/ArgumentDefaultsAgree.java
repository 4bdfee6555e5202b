package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.Subgraphs;

/// Defaults of an argument are equal wherever they are given.
///
/// Specification: Federation, "Composition rules", section "Merging types from multiple subgraphs:
/// arguments".
final class ArgumentDefaultsAgree implements AcrossRule {
  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    FieldArguments.visit(
        subgraphs,
        (coordinate, _, declared) ->
            Defaults.check(
                ErrorCode.FIELD_ARGUMENT_DEFAULT_MISMATCH,
                "Argument",
                coordinate,
                declared,
                findings));
  }
}
