package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.Kind;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import dev.orrery.gateway.composition.subgraph.SubgraphType;

/// An `@interfaceObject` needs a key: it is how the interface's owner is asked for the rest.
///
/// Specification: Federation, "Directives reference", `@interfaceObject`.
final class InterfaceObjectsAreEntities implements SubgraphRule {
  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    subgraph
        .types(Kind.OBJECT)
        .filter(SubgraphType::isInterfaceObject)
        .filter(type -> !type.has(FederationDirective.KEY))
        .forEach(type ->
            report.error(
                ErrorCode.INTERFACE_OBJECT_USAGE_ERROR,
                type.name(),
                type.place(),
                "The @interfaceObject directive can only be applied to entity types but type \"%s\" has no @key in this subgraph."
                    .formatted(type.name())));
  }
}
