package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings.Place;
import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;

/// Federation's directives stand where they may, with their required arguments and no others.
///
/// Specification: GraphQL, section "Directives Are in Valid Locations". And "Directives Are Unique
/// per Location".
final class FederationDirectivesFit implements SubgraphRule {
  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    Uses.visit(
        subgraph,
        (directives, location, coordinate, place) -> {
          for (var applied : directives.federation()) {
            FederationDirective.named(applied.name())
                .ifPresent(it -> check(applied, it, location, coordinate, place, report));
          }
          for (var directive : FederationDirective.values()) {
            if (!directive.repeatable() && directives.all(directive).count() > 1) {
              report.error(
                  ErrorCode.INVALID_GRAPHQL,
                  coordinate,
                  place,
                  "The directive \"@%s\" can only be used once at \"%s\""
                      .formatted(directive.directiveName(), coordinate));
            }
          }
        });
  }

  private static void check(
      AppliedDirective applied,
      FederationDirective directive,
      String location,
      String coordinate,
      Place place,
      SubgraphReport report) {
    if (!directive.locations().contains(location)) {
      report.error(
          ErrorCode.INVALID_GRAPHQL,
          coordinate,
          place,
          "Directive \"@%s\" may not be used on %s".formatted(applied.name(), location));
      return;
    }
    for (var argument : applied.arguments().keySet()) {
      if (!directive.arguments().containsKey(argument)) {
        report.error(
            ErrorCode.INVALID_GRAPHQL,
            coordinate,
            place,
            "Unknown argument \"%s\" on directive \"@%s\"".formatted(argument, applied.name()));
      }
    }
    directive
        .arguments()
        .forEach((argument, type) -> {
          if (type.endsWith("!") && !applied.arguments().containsKey(argument)) {
            report.error(
                ErrorCode.INVALID_GRAPHQL,
                coordinate,
                place,
                "Directive \"@%s\" argument \"%s\" of type \"%s\" is required, but it was not provided"
                    .formatted(applied.name(), argument, type));
          }
        });
  }
}
