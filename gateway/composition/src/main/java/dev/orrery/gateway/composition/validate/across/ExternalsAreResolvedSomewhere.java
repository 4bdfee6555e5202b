package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.Declared;
import dev.orrery.gateway.composition.merge.Subgraphs;

/// Not every subgraph can leave a field to the others.
///
/// Specification: Federation, "Directives reference", `@external`.
final class ExternalsAreResolvedSomewhere implements AcrossRule {
  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    var resolvers = new Resolvers(subgraphs);
    subgraphs
        .fields()
        .forEach(coordinate -> {
          var declared = subgraphs.field(coordinate);
          var byInterfaceObject =
              resolvers.of(coordinate).stream().anyMatch(it -> it.through() != null);
          if (!byInterfaceObject && declared.stream().allMatch(it -> it.element().external())) {
            findings.error(
                ErrorCode.EXTERNAL_MISSING_ON_BASE,
                "Field \"%s\" is marked @external on all the subgraphs in which it is listed (%s)."
                    .formatted(
                        coordinate, Words.subgraphs(declared.stream().map(Declared::in).toList())),
                coordinate.toString(),
                Subgraphs.fieldPlaces(declared));
          }
        });
  }
}
