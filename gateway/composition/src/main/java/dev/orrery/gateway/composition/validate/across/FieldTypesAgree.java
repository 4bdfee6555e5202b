package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.MergeTypeReferences;
import dev.orrery.gateway.composition.merge.Subgraphs;

/// Among the types of a field one is wide enough for all others.
///
/// Specification: Federation, "Composition rules", section "Differing shared field return types".
final class FieldTypesAgree implements AcrossRule {
  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    var references = new MergeTypeReferences(subgraphs);
    subgraphs
        .fields()
        .forEach(coordinate -> {
          var own = subgraphs.ownField(coordinate);
          if (references.output(own.stream().map(it -> it.element().type()).toList()).isEmpty()) {
            findings.error(
                ErrorCode.FIELD_TYPE_MISMATCH,
                "Type of field \"%s\" is incompatible across subgraphs: it has %s"
                    .formatted(
                        coordinate, Words.grouped("type", own, it -> "\"" + it.type() + "\"")),
                coordinate.toString(),
                Subgraphs.fieldPlaces(own));
          }
        });
  }
}
