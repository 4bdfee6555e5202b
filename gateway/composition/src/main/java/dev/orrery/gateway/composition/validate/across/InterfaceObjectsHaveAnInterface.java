package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.subgraph.Kind;
import java.util.List;

/// An interface object stands for an interface that some subgraph defines, and whose
/// implementations its own subgraph does not know.
///
/// Specification: Federation, "Directives reference", `@interfaceObject`.
final class InterfaceObjectsHaveAnInterface implements AcrossRule {
  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    for (var name : subgraphs.namesOf(Kind.INTERFACE)) {
      var declared = subgraphs.type(name);
      var objects = declared.stream().filter(it -> it.element().isInterfaceObject()).toList();
      if (!objects.isEmpty() && objects.size() == declared.size()) {
        findings.error(
            ErrorCode.INTERFACE_OBJECT_USAGE_ERROR,
            "Type \"%s\" is declared with @interfaceObject in all the subgraphs in which it is defined"
                .formatted(name),
            name,
            Subgraphs.typePlaces(objects));
      }
      var implementers = subgraphs.implementers(name);
      for (var object : objects) {
        var known = implementers.stream().filter(object.subgraph().types()::containsKey).toList();
        if (!known.isEmpty()) {
          findings.error(
              ErrorCode.INTERFACE_OBJECT_USAGE_ERROR,
              "Interface type \"%s\" is defined as an @interfaceObject in subgraph \"%s\" so that subgraph should not define any of the implementation types of \"%s\", but it defines %s"
                  .formatted(
                      name,
                      object.in(),
                      name,
                      Words.and(known.stream().map(it -> "\"" + it + "\"").toList())),
              name,
              List.of(object.element().place()));
        }
      }
    }
  }
}
