package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.Kind;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;

/// Only fields of objects are resolved, so only they can be shared.
///
/// Specification: Federation, "Directives reference", `@shareable`.
final class ShareablesAreOnObjects implements SubgraphRule {
  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    subgraph
        .types(Kind.INTERFACE)
        .forEach(type ->
            type.fields().values().stream()
                .filter(field -> field.has(FederationDirective.SHAREABLE))
                .forEach(field ->
                    report.error(
                        ErrorCode.INVALID_SHAREABLE_USAGE,
                        type.name() + "." + field.name(),
                        field.place(),
                        "Invalid use of @shareable on field \"%s.%s\": only object type fields can be marked with @shareable"
                            .formatted(type.name(), field.name()))));
  }
}
