package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.HintCode;
import dev.orrery.gateway.composition.merge.ComposedDirectives;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;

/// `@composeDirective` names, with its `@`, a directive that is defined here and comes from a
/// linked spec other than federation's own.
///
/// Specification: Federation, "Directives reference", `@composeDirective`.
final class ComposedDirectivesAreLinked implements SubgraphRule {
  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    for (var requested : ComposedDirectives.requested(subgraph)) {
      var name = requested.startsWith("@") ? requested.substring(1) : requested;
      if (!requested.startsWith("@")) {
        fail(
            subgraph,
            requested,
            "Argument to @composeDirective \"%s\" in subgraph \"%s\" must have a leading \"@\""
                .formatted(requested, subgraph.name()),
            report);
      } else if (subgraph.meaning(name).isPresent()) {
        federation(subgraph, requested, subgraph.meaning(name).get(), report);
      } else if (!subgraph.directives().containsKey(name)) {
        fail(
            subgraph,
            requested,
            "Could not find matching directive definition for argument to @composeDirective \"%s\" in subgraph \"%s\"."
                .formatted(requested, subgraph.name()),
            report);
      } else if (ComposedDirectives.linkOf(subgraph, name).isEmpty()) {
        fail(
            subgraph,
            requested,
            "Directive \"%s\" in subgraph \"%s\" cannot be composed because it is not a member of a core feature"
                .formatted(requested, subgraph.name()),
            report);
      }
    }
  }

  private static void federation(
      SubgraphSchema subgraph,
      String requested,
      FederationDirective directive,
      SubgraphReport report) {
    if (directive.isMerged()) {
      report.hint(
          HintCode.DIRECTIVE_COMPOSITION_INFO,
          requested,
          subgraph.place(),
          "Directive \"%s\" should not be explicitly manually composed since it is a federation directive composed by default"
              .formatted(requested));
    } else {
      fail(
          subgraph,
          requested,
          "Composing federation directive \"%s\" in subgraph \"%s\" is not supported"
              .formatted(requested, subgraph.name()),
          report);
    }
  }

  private static void fail(
      SubgraphSchema subgraph, String requested, String message, SubgraphReport report) {
    report.error(ErrorCode.DIRECTIVE_COMPOSITION_ERROR, requested, subgraph.place(), message);
  }
}
