package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;

/// What is merged into the supergraph is said where the field is resolved.
final class ExternalsCarryNoMergedDirectives implements SubgraphRule {
  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    if (subgraph.isVersion1()) {
      return;
    }
    for (var type : subgraph.types().values()) {
      for (var field : type.fields().values()) {
        if (!field.external()) {
          continue;
        }
        for (var directive : FederationDirective.values()) {
          field
              .directives()
              .all(directive)
              .filter(_ -> directive.isMerged())
              .forEach(applied ->
                  report.error(
                      ErrorCode.MERGED_DIRECTIVE_APPLICATION_ON_EXTERNAL,
                      type.name() + "." + field.name(),
                      field.place(),
                      "Cannot apply merged directive %s to external field \"%s.%s\""
                          .formatted(applied, type.name(), field.name())));
        }
      }
    }
  }
}
