package dev.orrery.gateway.composition.validate.merged;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.findings.Findings.Place;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.sdl.InputShape;
import dev.orrery.gateway.composition.sdl.LiteralCheck;
import dev.orrery.gateway.composition.sdl.LiteralCheck.Misfit;
import dev.orrery.gateway.composition.supergraph.CompositeType;
import dev.orrery.gateway.composition.supergraph.EnumType;
import dev.orrery.gateway.composition.supergraph.InputType;
import dev.orrery.gateway.composition.supergraph.InputValue;
import dev.orrery.gateway.composition.supergraph.ScalarType;
import dev.orrery.gateway.composition.supergraph.SupergraphType;
import dev.orrery.gateway.composition.supergraph.UnionType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A default still fits its type when that has been merged: an enum that clients send keeps only
/// the values that all subgraphs know, an input object only the fields that all know, and a `!` of
/// one subgraph holds for all.
///
/// Specification: GraphQL, section "Values of Correct Type"; Federation, "Composition rules",
/// sections "Enums" and "Input types and field arguments".
final class DefaultsFitMergedTypes implements MergedRule {
  @Override
  public void check(Merged merged, Findings findings) {
    var check =
        new LiteralCheck(
            name -> merged.supergraph().find(name).flatMap(DefaultsFitMergedTypes::shape));
    merged
        .composites()
        .forEach(type -> {
          for (var field : type.fields().values()) {
            for (var argument : field.arguments().values()) {
              check(
                  merged,
                  check,
                  argument,
                  "%s.%s(%s:)".formatted(type.name(), field.name(), argument.name()),
                  argumentPlaces(merged, type.name(), field.name(), argument.name()),
                  findings);
            }
          }
        });
    for (var type : merged.supergraph().types().values()) {
      if (type instanceof InputType input) {
        for (var it : input.fields().values()) {
          check(
              merged,
              check,
              it,
              input.name() + "." + it.name(),
              Subgraphs.inputPlaces(merged.subgraphs().input(input.name(), it.name())),
              findings);
        }
      }
    }
    for (var directive : merged.supergraph().directiveDefinitions().values()) {
      for (var it : directive.arguments().values()) {
        check(
            merged,
            check,
            it,
            "@%s(%s:)".formatted(directive.name(), it.name()),
            directivePlaces(merged, directive.name()),
            findings);
      }
    }
  }

  /// The argument's places, or its field's when only an interface object has it.
  private static List<Place> argumentPlaces(
      Merged merged, String type, String field, String argument) {
    var places =
        Subgraphs.inputPlaces(Subgraphs.argument(merged.subgraphs().field(type, field), argument));
    return places.isEmpty() ? merged.fieldPlaces(type, field) : places;
  }

  private static List<Place> directivePlaces(Merged merged, String directive) {
    return merged.subgraphs().all().stream()
        .filter(it -> it.directives().containsKey(directive))
        .map(it -> it.directives().get(directive).place())
        .toList();
  }

  private static void check(
      Merged merged,
      LiteralCheck check,
      InputValue input,
      String coordinate,
      List<Place> places,
      Findings findings) {
    if (input.defaultValue() == null) {
      return;
    }
    check
        .misfit(input.defaultValue(), input.type())
        .ifPresent(misfit ->
            findings.error(
                ErrorCode.INVALID_GRAPHQL,
                "Invalid default value %s for \"%s\" of type \"%s\": in the supergraph %s"
                    .formatted(
                        input.defaultValue(),
                        coordinate,
                        input.type(),
                        misfit.reason() + since(merged, misfit)),
                coordinate,
                places,
                help(merged, misfit)));
  }

  private static String since(Merged merged, Misfit misfit) {
    var lacking = lacking(merged, misfit);
    return lacking.isEmpty() ? "" : ", which is unknown to " + lacking;
  }

  private static String help(Merged merged, Misfit misfit) {
    var lacking = lacking(merged, misfit);
    return lacking.isEmpty()
        ? "Choose a default that every subgraph can take, or none."
        : "Add \"%s\" to \"%s\" in %s, or choose a default that every subgraph knows."
            .formatted(misfit.member(), misfit.type(), lacking);
  }

  /// The subgraphs whose declaration of the type lacks the member, such as `"a", "b"`.
  private static String lacking(Merged merged, Misfit misfit) {
    return merged.subgraphs().type(misfit.type()).stream()
        .filter(it -> !it.element().values().containsKey(misfit.member()))
        .filter(it -> !it.element().inputs().containsKey(misfit.member()))
        .map(it -> "\"" + it.in() + "\"")
        .collect(Collectors.joining(", "));
  }

  private static Optional<InputShape> shape(SupergraphType type) {
    return switch (type) {
      case EnumType it -> Optional.of(new InputShape.OneOf(it.values().keySet()));
      case InputType it -> {
        var fields = new LinkedHashMap<String, InputShape.Field>();
        it.fields()
            .forEach((name, field) ->
                fields.put(name, new InputShape.Field(field.type(), field.required())));
        yield Optional.of(new InputShape.Fields(fields));
      }
      case ScalarType _ -> Optional.of(new InputShape.Anything());
      case CompositeType _, UnionType _ -> Optional.empty();
    };
  }
}
