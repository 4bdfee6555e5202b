package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.Declared;
import dev.orrery.gateway.composition.merge.Subgraphs;
import java.util.Set;

/// A type that subgraphs extend is defined in one of them; root types need no definition.
///
/// Specification: Federation 1, "Entities": `extend type` refers to an entity that another subgraph
/// defines.
final class ExtensionsNeedADefinition implements AcrossRule {
  private static final Set<String> ROOTS = Set.of("Query", "Mutation", "Subscription");

  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    subgraphs
        .types()
        .forEach((name, declared) -> {
          if (!ROOTS.contains(name) && declared.stream().allMatch(it -> it.element().extension())) {
            findings.error(
                ErrorCode.EXTENSION_WITH_NO_BASE,
                "Type \"%s\" is an extension type in %s, but there is no type definition for \"%s\" in any subgraph."
                    .formatted(
                        name, Words.subgraphs(declared.stream().map(Declared::in).toList()), name),
                name,
                Subgraphs.typePlaces(declared));
          }
        });
  }
}
