package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.merge.ComposedDirectives;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import java.util.Set;

/// What GraphQL itself or a linked spec defines is not hidden: tools rely on it being there. (Spec
/// `inaccessible` v0.2, section "Validation": built-in and core feature elements.)
final class SpecsAreVisible implements SubgraphRule {
  private static final Set<String> BUILT_IN = Set.of("Int", "Float", "String", "Boolean", "ID");

  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    for (var type : subgraph.types().values()) {
      if (BUILT_IN.contains(type.name()) && type.has(FederationDirective.INACCESSIBLE)) {
        report.error(
            ErrorCode.DISALLOWED_INACCESSIBLE,
            type.name(),
            type.place(),
            "Built-in type \"%s\" cannot use @inaccessible.".formatted(type.name()));
      }
    }
    for (var requested : ComposedDirectives.requested(subgraph)) {
      var declaration = subgraph.directives().get(requested.replaceFirst("^@", ""));
      if (declaration == null) {
        continue;
      }
      declaration.arguments().values().stream()
          .filter(it -> it.directives().has(FederationDirective.INACCESSIBLE))
          .forEach(it ->
              report.error(
                  ErrorCode.DISALLOWED_INACCESSIBLE,
                  "%s(%s:)".formatted(requested, it.name()),
                  it.place(),
                  "Core feature directive \"%s\" cannot use @inaccessible.".formatted(requested)));
    }
  }
}
