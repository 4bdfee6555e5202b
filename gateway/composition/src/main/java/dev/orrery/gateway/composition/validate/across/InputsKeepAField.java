package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.subgraph.Kind;

/// Input objects keep the fields that all their subgraphs know; at least one must be left.
///
/// Specification: Federation, "Composition rules", section "Input types and field arguments".
final class InputsKeepAField implements AcrossRule {
  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    for (var type : subgraphs.namesOf(Kind.INPUT)) {
      var declared = subgraphs.type(type);
      var common =
          subgraphs.inputNames(type).stream()
              .filter(field -> subgraphs.input(type, field).size() == declared.size())
              .toList();
      if (common.isEmpty()) {
        findings.error(
            ErrorCode.EMPTY_MERGED_INPUT_TYPE,
            "None of the fields of input object type \"%s\" are consistently defined in all the subgraphs defining that type. As only fields common to all subgraphs are merged, this would result in an empty type."
                .formatted(type),
            type,
            Subgraphs.typePlaces(declared));
      }
    }
  }
}
