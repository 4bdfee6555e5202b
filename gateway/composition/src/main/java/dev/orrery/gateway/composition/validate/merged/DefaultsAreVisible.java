package dev.orrery.gateway.composition.validate.merged;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.findings.Findings.Place;
import dev.orrery.gateway.composition.supergraph.EnumType;
import dev.orrery.gateway.composition.supergraph.InputType;
import dev.orrery.gateway.composition.supergraph.InputValue;
import graphql.language.ArrayValue;
import graphql.language.ObjectValue;
import graphql.language.Value;
import java.util.List;
import java.util.Optional;

/// A default that clients see in the API schema holds no inaccessible enum value or input field.
///
/// Specification: Spec `inaccessible` v0.2, section "Validation".
final class DefaultsAreVisible implements MergedRule {
  @Override
  public void check(Merged merged, Findings findings) {
    merged
        .composites()
        .filter(type -> !type.inaccessible())
        .forEach(type -> {
          for (var field : type.fields().values()) {
            if (!Merged.isHidden(field.directives())) {
              field
                  .arguments()
                  .values()
                  .forEach(it ->
                      check(
                          merged,
                          it,
                          "%s.%s(%s:)".formatted(type.name(), field.name(), it.name()),
                          merged.fieldPlaces(type.name(), field.name()),
                          findings));
            }
          }
        });
    for (var type : merged.supergraph().types().values()) {
      if (type instanceof InputType input && !input.inaccessible()) {
        input
            .fields()
            .values()
            .forEach(it ->
                check(
                    merged,
                    it,
                    input.name() + "." + it.name(),
                    merged.typePlaces(input.name()),
                    findings));
      }
    }
  }

  private static void check(
      Merged merged, InputValue input, String coordinate, List<Place> places, Findings findings) {
    if (input.defaultValue() == null || Merged.isHidden(input.directives())) {
      return;
    }
    hidden(merged, input.defaultValue().toValue(), input.type().baseName())
        .ifPresent(it ->
            findings.error(
                ErrorCode.DEFAULT_VALUE_USES_INACCESSIBLE,
                "\"%s\" is @inaccessible but is used in the default value of \"%s\", which is in the API schema."
                    .formatted(it, coordinate),
                coordinate,
                places));
  }

  /// The coordinate of the first hidden thing in the value.
  private static Optional<String> hidden(Merged merged, Value<?> value, String type) {
    return switch (value) {
      case graphql.language.EnumValue name ->
          merged
              .supergraph()
              .find(type)
              .map(it -> it instanceof EnumType known ? known.values().get(name.getName()) : null)
              .filter(it -> Merged.isHidden(it.directives()))
              .map(it -> type + "." + it.name());
      case ArrayValue array ->
          array.getValues().stream()
              .flatMap(item -> hidden(merged, item, type).stream())
              .findFirst();
      case ObjectValue object -> inObject(merged, object, type);
      default -> Optional.empty();
    };
  }

  private static Optional<String> inObject(Merged merged, ObjectValue object, String type) {
    if (!(merged.supergraph().types().get(type) instanceof InputType input)) {
      return Optional.empty();
    }
    for (var part : object.getObjectFields()) {
      var field = input.fields().get(part.getName());
      if (field == null) {
        continue;
      }
      if (Merged.isHidden(field.directives())) {
        return Optional.of(type + "." + field.name());
      }
      var below = hidden(merged, part.getValue(), field.type().baseName());
      if (below.isPresent()) {
        return below;
      }
    }
    return Optional.empty();
  }
}
