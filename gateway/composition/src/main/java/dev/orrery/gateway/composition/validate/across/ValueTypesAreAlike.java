package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.findings.HintCode;
import dev.orrery.gateway.composition.merge.Declared;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.Kind;
import java.util.Set;

/// Hints at objects without keys, and at interfaces, that have a field in some subgraphs only: it
/// can be asked for on some paths only, unless every path is covered.
///
/// Specification: Federation, "Value types", section "Differing fields".
final class ValueTypesAreAlike implements AcrossRule {
  private static final Set<String> ROOTS = Set.of("Query", "Mutation", "Subscription");

  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    subgraphs
        .fields()
        .filter(it -> !ROOTS.contains(it.type()))
        .forEach(coordinate -> {
          var types = subgraphs.type(coordinate.type());
          var keyed = types.stream().anyMatch(it -> it.element().has(FederationDirective.KEY));
          var declared = subgraphs.field(coordinate);
          if (!keyed && declared.size() < types.size()) {
            var isInterface = types.getFirst().element().mergedKind() == Kind.INTERFACE;
            findings.hint(
                isInterface
                    ? HintCode.INCONSISTENT_INTERFACE_VALUE_TYPE_FIELD
                    : HintCode.INCONSISTENT_OBJECT_VALUE_TYPE_FIELD,
                "Field \"%s\" of a type without keys is declared in %s but not in all subgraphs that have the type"
                    .formatted(
                        coordinate, Words.subgraphs(declared.stream().map(Declared::in).toList())),
                coordinate.toString(),
                Subgraphs.fieldPlaces(declared));
          }
        });
  }
}
