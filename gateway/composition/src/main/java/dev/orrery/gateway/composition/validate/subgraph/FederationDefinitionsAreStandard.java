package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.sdl.TypeRef;
import dev.orrery.gateway.composition.subgraph.DirectiveDeclaration;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;

/// A subgraph that spells out a directive of federation must define it as federation does.
///
/// Specification: Federation subgraph specification, "Subgraph schema additions".
final class FederationDefinitionsAreStandard implements SubgraphRule {
  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    for (var declaration : subgraph.directives().values()) {
      subgraph
          .meaning(declaration.name())
          .ifPresent(directive -> check(declaration, directive, report));
    }
  }

  private static void check(
      DirectiveDeclaration declaration, FederationDirective directive, SubgraphReport report) {
    for (var argument : declaration.arguments().values()) {
      var expected = directive.arguments().get(argument.name());
      if (expected == null) {
        invalid(
            declaration, "unknown/unsupported argument \"%s\"".formatted(argument.name()), report);
      } else if (!sameShape(argument.type(), TypeRef.parse(expected))) {
        invalid(
            declaration,
            "argument \"%s\" should have type \"%s\" but found type \"%s\""
                .formatted(argument.name(), expected, argument.type()),
            report);
      }
    }
    directive
        .arguments()
        .forEach((name, type) -> {
          if (type.endsWith("!") && !declaration.arguments().containsKey(name)) {
            invalid(declaration, "missing required argument \"%s\"".formatted(name), report);
          }
        });
    for (var location : declaration.locations()) {
      if (!directive.locations().contains(location)) {
        invalid(
            declaration,
            "should have locations %s, but found (non-subset) %s"
                .formatted(
                    String.join(", ", directive.locations()),
                    String.join(", ", declaration.locations())),
            report);
        return;
      }
    }
  }

  /// Scalars of federation may have any name, strings included; only list and `!` must agree, and a
  /// missing `!` is tolerated.
  private static boolean sameShape(TypeRef actual, TypeRef expected) {
    return switch (expected.unwrapNonNull()) {
      case TypeRef.ListOf(var item) ->
          actual.unwrapNonNull() instanceof TypeRef.ListOf(var own) && sameShape(own, item);
      case TypeRef.Named(var name) ->
          actual.unwrapNonNull() instanceof TypeRef.Named(var own)
              && (own.equals(name)
                  || !name.matches("Boolean|Int") && !own.matches("Boolean|Int|Float|ID"));
      case TypeRef.NonNull _ -> false;
    };
  }

  private static void invalid(DirectiveDeclaration declaration, String why, SubgraphReport report) {
    report.error(
        ErrorCode.DIRECTIVE_DEFINITION_INVALID,
        "@" + declaration.name(),
        declaration.place(),
        "Invalid definition for directive \"@%s\": %s".formatted(declaration.name(), why));
  }
}
