package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.sdl.InputShape;
import dev.orrery.gateway.composition.sdl.LiteralCheck;
import dev.orrery.gateway.composition.subgraph.SubgraphInput;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import dev.orrery.gateway.composition.subgraph.SubgraphType;
import java.util.LinkedHashMap;
import java.util.Optional;

/// The default of an argument or input field is a value of its type.
///
/// Specification: GraphQL, section "Values of Correct Type".
final class DefaultsFitTheirTypes implements SubgraphRule {
  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    var check = new LiteralCheck(name -> subgraph.type(name).flatMap(DefaultsFitTheirTypes::shape));
    for (var type : subgraph.types().values()) {
      for (var field : type.fields().values()) {
        for (var argument : field.arguments().values()) {
          check(
              check,
              argument,
              "%s.%s(%s:)".formatted(type.name(), field.name(), argument.name()),
              report);
        }
      }
      type.inputs().values().forEach(it -> check(check, it, type.name() + "." + it.name(), report));
    }
    for (var directive : subgraph.directives().values()) {
      directive
          .arguments()
          .values()
          .forEach(
              it -> check(check, it, "@%s(%s:)".formatted(directive.name(), it.name()), report));
    }
  }

  private static void check(
      LiteralCheck check, SubgraphInput input, String coordinate, SubgraphReport report) {
    if (input.defaultValue() == null) {
      return;
    }
    check
        .misfit(input.defaultValue(), input.type())
        .ifPresent(misfit ->
            report.error(
                ErrorCode.INVALID_GRAPHQL,
                coordinate,
                input.place(),
                "Invalid default value %s for \"%s\" of type \"%s\": %s"
                    .formatted(input.defaultValue(), coordinate, input.type(), misfit.reason()),
                "Give a default that the type has, or none."));
  }

  private static Optional<InputShape> shape(SubgraphType type) {
    return switch (type.kind()) {
      case ENUM -> Optional.of(new InputShape.OneOf(type.values().keySet()));
      case INPUT -> {
        var fields = new LinkedHashMap<String, InputShape.Field>();
        type.inputs()
            .forEach(
                (name, it) -> fields.put(name, new InputShape.Field(it.type(), it.required())));
        yield Optional.of(new InputShape.Fields(fields));
      }
      case SCALAR -> Optional.of(new InputShape.Anything());
      case OBJECT, INTERFACE, UNION -> Optional.empty();
    };
  }
}
