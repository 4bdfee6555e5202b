package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.Kind;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;

/// Fields of interfaces are never external: interfaces resolve nothing.
///
/// Specification: Federation, "Directives reference", `@external`.
final class ExternalsAreOnObjects implements SubgraphRule {
  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    subgraph
        .types(Kind.INTERFACE)
        .forEach(type ->
            type.fields().values().stream()
                .filter(field -> field.has(FederationDirective.EXTERNAL))
                .forEach(field ->
                    report.error(
                        ErrorCode.EXTERNAL_ON_INTERFACE,
                        type.name() + "." + field.name(),
                        field.place(),
                        "Interface type field \"%s.%s\" is marked @external but @external is not allowed on interface fields"
                            .formatted(type.name(), field.name()))));
  }
}
