package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;

/// Names of contexts become parts of names in the supergraph.
///
/// Specification: Federation, "Directives reference", `@context`.
final class ContextNamesAreValid implements SubgraphRule {
  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    for (var type : subgraph.types().values()) {
      type.directives()
          .all(FederationDirective.CONTEXT)
          .flatMap(it -> it.string("name").stream())
          .filter(name -> !name.matches("[A-Za-z][A-Za-z0-9]*"))
          .forEach(name ->
              report.error(
                  ErrorCode.CONTEXT_NAME_INVALID,
                  type.name(),
                  type.place(),
                  "Context name \"%s\" is invalid. It should have only alphanumeric characters."
                      .formatted(name)));
    }
  }
}
