package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.findings.HintCode;
import dev.orrery.gateway.composition.merge.Declared;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.Kind;

/// Hints at objects that have keys in some subgraphs only.
///
/// Specification: Federation, "Directives reference", `@key`.
final class EntitiesAreAlike implements AcrossRule {
  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    for (var name : subgraphs.namesOf(Kind.OBJECT)) {
      var declared = subgraphs.type(name);
      var keyed =
          declared.stream().filter(it -> it.element().has(FederationDirective.KEY)).toList();
      if (!keyed.isEmpty() && keyed.size() < declared.size()) {
        findings.hint(
            HintCode.INCONSISTENT_ENTITY,
            "Type \"%s\" is declared as an entity (has a @key applied) in some but not all defining subgraphs: it has no @key in %s"
                .formatted(
                    name,
                    Words.subgraphs(
                        declared.stream()
                            .filter(it -> !keyed.contains(it))
                            .map(Declared::in)
                            .toList())),
            name,
            Subgraphs.typePlaces(declared));
      }
    }
  }
}
