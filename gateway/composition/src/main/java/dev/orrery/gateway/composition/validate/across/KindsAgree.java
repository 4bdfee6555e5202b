package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.Declared;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.subgraph.SubgraphType;

/// A type is of one kind everywhere, an interface object counting as the interface it stands for.
final class KindsAgree implements AcrossRule {
  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    subgraphs
        .types()
        .forEach((name, declared) -> {
          var kinds = declared.stream().map(it -> it.element().mergedKind()).distinct().toList();
          if (kinds.size() > 1) {
            findings.error(
                ErrorCode.TYPE_KIND_MISMATCH,
                "Type \"%s\" has mismatched kind: it is defined as %s"
                    .formatted(
                        name,
                        Words.and(
                            declared.stream()
                                .map(it -> word(it) + " in subgraph \"" + it.in() + "\"")
                                .toList())),
                name,
                Subgraphs.typePlaces(declared));
          }
        });
  }

  private static String word(Declared<SubgraphType> declared) {
    return declared.element().isInterfaceObject()
        ? "interface object (@interfaceObject)"
        : declared.element().kind().word();
  }
}
