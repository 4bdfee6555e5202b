package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings.Place;
import dev.orrery.gateway.composition.subgraph.Directives;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.Kind;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;

/// The cost of an interface's field is the highest of its implementations', never its own.
///
/// Specification: Spec `cost` v0.1, directive `@cost`.
final class CostIsNotOnInterfaces implements SubgraphRule {
  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    subgraph
        .types(Kind.INTERFACE)
        .forEach(type -> {
          for (var field : type.fields().values()) {
            var coordinate = type.name() + "." + field.name();
            check(field.directives(), coordinate, field.place(), report);
            for (var argument : field.arguments().values()) {
              check(
                  argument.directives(),
                  "%s(%s:)".formatted(coordinate, argument.name()),
                  argument.place(),
                  report);
            }
          }
        });
  }

  private static void check(
      Directives directives, String coordinate, Place place, SubgraphReport report) {
    if (directives.has(FederationDirective.COST)) {
      report.error(
          ErrorCode.COST_APPLIED_TO_INTERFACE_FIELD,
          coordinate,
          place,
          "@cost cannot be applied to interface \"%s\"".formatted(coordinate));
    }
  }
}
