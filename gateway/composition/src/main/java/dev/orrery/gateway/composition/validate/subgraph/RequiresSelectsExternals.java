package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;

/// A `@requires` stands on an object's field and selects, of the same object, fields that other
/// subgraphs resolve. (Federation, `@requires`.)
final class RequiresSelectsExternals implements SubgraphRule {
  private static final FieldSetsOfFields RULE =
      new FieldSetsOfFields(
          FederationDirective.REQUIRES,
          new FieldSetsOfFields.Codes(
              new FieldSets.Codes(
                  ErrorCode.REQUIRES_INVALID_FIELDS_TYPE,
                  ErrorCode.REQUIRES_INVALID_FIELDS,
                  ErrorCode.REQUIRES_DIRECTIVE_IN_FIELDS_ARG),
              ErrorCode.REQUIRES_UNSUPPORTED_ON_INTERFACE,
              ErrorCode.REQUIRES_FIELDS_MISSING_EXTERNAL),
          (use, _) -> use.type().name());

  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    RULE.check(subgraph, report);
  }
}
