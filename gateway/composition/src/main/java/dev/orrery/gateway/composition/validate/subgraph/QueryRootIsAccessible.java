package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;

/// Without a query root there is no API schema.
///
/// Specification: Spec `inaccessible` v0.2, section "Validation".
final class QueryRootIsAccessible implements SubgraphRule {
  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    subgraph
        .type("Query")
        .filter(type -> type.has(FederationDirective.INACCESSIBLE))
        .ifPresent(type ->
            report.error(
                ErrorCode.QUERY_ROOT_TYPE_INACCESSIBLE,
                "Query",
                type.place(),
                "Type \"Query\" is @inaccessible but is the root query type, which must be in the API schema."));
  }
}
