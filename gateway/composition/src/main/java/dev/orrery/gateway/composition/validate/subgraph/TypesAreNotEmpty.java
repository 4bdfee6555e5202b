package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;

/// GraphQL knows no type without content.
///
/// Specification: GraphQL, section "Type Validation". Each kind has at least one part.
final class TypesAreNotEmpty implements SubgraphRule {
  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    for (var type : subgraph.types().values()) {
      var missing =
          switch (type.kind()) {
            case OBJECT, INTERFACE -> type.fields().isEmpty() ? "fields" : "";
            case UNION -> type.members().isEmpty() ? "members" : "";
            case ENUM -> type.values().isEmpty() ? "values" : "";
            case INPUT -> type.inputs().isEmpty() ? "fields" : "";
            case SCALAR -> "";
          };
      if (!missing.isEmpty() && !type.name().equals("Query")) {
        report.error(
            ErrorCode.INVALID_GRAPHQL,
            type.name(),
            type.place(),
            "Type \"%s\" must define one or more %s".formatted(type.name(), missing));
      }
    }
  }
}
