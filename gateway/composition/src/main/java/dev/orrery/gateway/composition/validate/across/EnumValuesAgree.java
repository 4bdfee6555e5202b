package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.Declared;
import dev.orrery.gateway.composition.merge.EnumUse;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.Kind;
import dev.orrery.gateway.composition.subgraph.SubgraphType;
import java.util.LinkedHashSet;
import java.util.List;

/// An enum that clients both send and receive has the same values everywhere, hidden ones aside.
///
/// Specification: Federation, "Composition rules", section "Enums".
final class EnumValuesAgree implements AcrossRule {
  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    var use = new EnumUse(subgraphs);
    for (var type : subgraphs.namesOf(Kind.ENUM)) {
      if (use.of(type) == EnumUse.Position.BOTH) {
        check(type, subgraphs.type(type), findings);
      }
    }
  }

  private static void check(String type, List<Declared<SubgraphType>> declared, Findings findings) {
    var names = new LinkedHashSet<String>();
    declared.forEach(it -> names.addAll(it.element().values().keySet()));
    for (var name : names) {
      var having = declared.stream().filter(it -> it.element().values().containsKey(name)).toList();
      var hidden =
          having.stream()
              .map(it -> it.element().values().get(name))
              .anyMatch(it -> it != null && it.directives().has(FederationDirective.INACCESSIBLE));
      if (having.size() < declared.size() && !hidden) {
        findings.error(
            ErrorCode.ENUM_VALUE_MISMATCH,
            "Enum type \"%s\" is used as both input type and output type, but value \"%s\" is not defined in all the subgraphs defining \"%s\": it is defined in %s but not in %s"
                .formatted(
                    type,
                    name,
                    type,
                    Words.subgraphs(having.stream().map(Declared::in).toList()),
                    Words.subgraphs(
                        declared.stream()
                            .filter(it -> !having.contains(it))
                            .map(Declared::in)
                            .toList())),
            type + "." + name,
            Subgraphs.typePlaces(declared));
      }
    }
  }
}
