package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.EnumUse;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.subgraph.Kind;
import java.util.LinkedHashSet;

/// An enum that clients only send keeps the values that all its subgraphs know; one must be left.
///
/// Specification: Federation, "Composition rules", section "Enums".
final class EnumsKeepAValue implements AcrossRule {
  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    var use = new EnumUse(subgraphs);
    for (var type : subgraphs.namesOf(Kind.ENUM)) {
      var declared = subgraphs.type(type);
      var common = new LinkedHashSet<>(declared.getFirst().element().values().keySet());
      declared.forEach(it -> common.retainAll(it.element().values().keySet()));
      if (use.of(type) == EnumUse.Position.INPUT && common.isEmpty()) {
        findings.error(
            ErrorCode.EMPTY_MERGED_ENUM_TYPE,
            "None of the values of enum type \"%s\" are defined consistently in all the subgraphs defining that type. As only values common to all subgraphs are merged, this would result in an empty type."
                .formatted(type),
            type,
            Subgraphs.typePlaces(declared));
      }
    }
  }
}
