package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings.Place;
import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.subgraph.DirectiveDeclaration;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import java.util.HashSet;
import java.util.Set;

/// Every directive is GraphQL's, federation's or defined, stands where its definition allows, has
/// its required arguments and no others, and is not repeated unless it may be.
///
/// Specification: GraphQL, section "Directives Are Defined".
final class DirectivesAreKnown implements SubgraphRule {
  private static final Set<String> BUILT_IN = Set.of("deprecated", "specifiedBy", "oneOf");

  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    Uses.visit(
        subgraph,
        (directives, location, coordinate, place) -> {
          var seen = new HashSet<String>();
          for (var applied : directives.other()) {
            var definition = subgraph.directives().get(applied.name());
            if (definition == null) {
              if (!BUILT_IN.contains(applied.name())) {
                unknown(subgraph, applied, coordinate, place, report);
              }
            } else {
              check(applied, definition, location, coordinate, place, report);
              if (!seen.add(applied.name()) && !definition.repeatable()) {
                report.error(
                    ErrorCode.INVALID_GRAPHQL,
                    coordinate,
                    place,
                    "The directive \"@%s\" can only be used once at \"%s\""
                        .formatted(applied.name(), coordinate));
              }
            }
          }
        });
  }

  private static void check(
      AppliedDirective applied,
      DirectiveDeclaration definition,
      String location,
      String coordinate,
      Place place,
      SubgraphReport report) {
    if (!definition.locations().contains(location)) {
      report.error(
          ErrorCode.INVALID_GRAPHQL,
          coordinate,
          place,
          "Directive \"@%s\" may not be used on %s".formatted(applied.name(), location));
    }
    for (var argument : applied.arguments().keySet()) {
      if (!definition.arguments().containsKey(argument)) {
        report.error(
            ErrorCode.INVALID_GRAPHQL,
            coordinate,
            place,
            "Unknown argument \"%s\" on directive \"@%s\"".formatted(argument, applied.name()));
      }
    }
    for (var argument : definition.arguments().values()) {
      if (argument.required() && !applied.arguments().containsKey(argument.name())) {
        report.error(
            ErrorCode.INVALID_GRAPHQL,
            coordinate,
            place,
            "Directive \"@%s\" argument \"%s\" of type \"%s\" is required, but it was not provided"
                .formatted(applied.name(), argument.name(), argument.type()));
      }
    }
  }

  private static void unknown(
      SubgraphSchema subgraph,
      AppliedDirective applied,
      String coordinate,
      Place place,
      SubgraphReport report) {
    var name = applied.name();
    var meant = FederationDirective.named(name);
    var help = ErrorCode.INVALID_GRAPHQL.help();
    if (meant.isPresent() && subgraph.isVersion1()) {
      help =
          "If you meant federation 2's \"@%s\", note that this is a federation 1 schema: @link to https://specs.apollo.dev/federation/v2.9 first."
              .formatted(name);
    } else if (meant.isPresent() && meant.get().since() > subgraph.minor()) {
      help =
          "Federation has \"@%s\" since v2.%d; this subgraph links v2.%d."
              .formatted(name, meant.get().since(), subgraph.minor());
    } else if (meant.isPresent()) {
      help =
          "Add \"@%s\" to the `import` of the @link to federation, or write \"@federation__%s\"."
              .formatted(name, name);
    }
    report.error(
        ErrorCode.INVALID_GRAPHQL,
        coordinate,
        place,
        "Unknown directive \"@%s\"".formatted(name),
        help);
  }
}
