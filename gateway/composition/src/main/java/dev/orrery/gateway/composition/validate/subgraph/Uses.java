package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.Findings.Place;
import dev.orrery.gateway.composition.subgraph.Directives;
import dev.orrery.gateway.composition.subgraph.Kind;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;

/// Goes over every place of a subgraph where directives are applied.
final class Uses {
  private Uses() {}

  /// @param location GraphQL's name of the kind of place
  interface Visitor {
    void use(Directives directives, String location, String coordinate, Place place);
  }

  static void visit(SubgraphSchema subgraph, Visitor visitor) {
    visitor.use(subgraph.schemaDirectives(), "SCHEMA", "schema", subgraph.place());
    for (var type : subgraph.types().values()) {
      visitor.use(type.directives(), location(type.kind()), type.name(), type.place());
      for (var field : type.fields().values()) {
        var coordinate = type.name() + "." + field.name();
        visitor.use(field.directives(), "FIELD_DEFINITION", coordinate, field.place());
        for (var argument : field.arguments().values()) {
          visitor.use(
              argument.directives(),
              "ARGUMENT_DEFINITION",
              "%s(%s:)".formatted(coordinate, argument.name()),
              argument.place());
        }
      }
      for (var input : type.inputs().values()) {
        visitor.use(
            input.directives(),
            "INPUT_FIELD_DEFINITION",
            type.name() + "." + input.name(),
            input.place());
      }
      for (var value : type.values().values()) {
        visitor.use(
            value.directives(), "ENUM_VALUE", type.name() + "." + value.name(), value.place());
      }
    }
  }

  private static String location(Kind kind) {
    return kind == Kind.INPUT ? "INPUT_OBJECT" : kind.name();
  }
}
