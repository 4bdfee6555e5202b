package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.merge.ComposedDirectives;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;

/// `@composeDirective` names, with its `@`, a directive that is defined here and comes from a
/// linked spec other than federation's own.
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
        fail(
            subgraph,
            requested,
            "Directive \"%s\" in subgraph \"%s\" cannot be composed because it is a federation directive"
                .formatted(requested, subgraph.name()),
            report);
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

  private static void fail(
      SubgraphSchema subgraph, String requested, String message, SubgraphReport report) {
    report.error(ErrorCode.DIRECTIVE_COMPOSITION_ERROR, requested, subgraph.place(), message);
  }
}
