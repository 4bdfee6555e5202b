package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.subgraph.Kind;
import dev.orrery.gateway.composition.subgraph.SubgraphType.Key;
import java.util.List;
import java.util.Set;

/// A subgraph that resolves an interface by key tells which object it is, so it knows them all.
///
/// Specification: Federation, "Entity interfaces", requirements of the subgraph that has the
/// interface.
final class InterfaceKeysKnowAllImplementations implements AcrossRule {
  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    var objects = Set.copyOf(subgraphs.namesOf(Kind.OBJECT));
    for (var name : subgraphs.namesOf(Kind.INTERFACE)) {
      var implementers =
          subgraphs.implementers(name).stream().filter(it -> objects.contains(it)).toList();
      for (var it : subgraphs.type(name)) {
        var key = it.element().keys().stream().filter(Key::resolvable).findFirst();
        if (it.element().isInterfaceObject() || key.isEmpty()) {
          continue;
        }
        var known = it.subgraph().possibleTypes(name);
        var missing = implementers.stream().filter(type -> !known.contains(type)).toList();
        if (!missing.isEmpty()) {
          findings.error(
              ErrorCode.INTERFACE_KEY_MISSING_IMPLEMENTATION_TYPE,
              "[%s] Interface type \"%s\" has a resolvable key (@key(fields: \"%s\")) in subgraph \"%s\" but that subgraph is missing some of the supergraph implementation types of \"%s\". Subgraph \"%s\" should define %s (and have it implement \"%s\")."
                  .formatted(
                      it.in(),
                      name,
                      key.get().fields(),
                      it.in(),
                      name,
                      it.in(),
                      Words.and(missing.stream().map(type -> "\"" + type + "\"").toList()),
                      name),
              name,
              List.of(it.element().place()));
        }
      }
    }
  }
}
