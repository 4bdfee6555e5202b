package dev.orrery.gateway.composition.validate.merged;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.MergeTypeReferences;
import dev.orrery.gateway.composition.supergraph.InterfaceType;

/// Once merged, the types of implementing fields are still the interface's or narrower.
///
/// Specification: GraphQL, section "Objects: Type Validation". `IsValidImplementation`.
final class ImplementingTypesFit implements MergedRule {
  @Override
  public void check(Merged merged, Findings findings) {
    var references = new MergeTypeReferences(merged.subgraphs());
    merged
        .composites()
        .forEach(type -> {
          for (var name : type.interfaces()) {
            if (merged.supergraph().types().get(name) instanceof InterfaceType implemented) {
              for (var expected : implemented.fields().values()) {
                var field = type.fields().get(expected.name());
                if (field != null && !references.isSubtype(field.type(), expected.type())) {
                  findings.error(
                      ErrorCode.INVALID_GRAPHQL,
                      "Interface field %s.%s expects type %s but %s.%s of type %s is not a proper subtype."
                          .formatted(
                              name,
                              expected.name(),
                              expected.type(),
                              type.name(),
                              field.name(),
                              field.type()),
                      type.name() + "." + field.name(),
                      merged.fieldPlaces(type.name(), field.name()),
                      "Give the implementing field the interface's type or a narrower one.");
                }
              }
            }
          }
        });
  }
}
