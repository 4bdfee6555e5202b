package dev.orrery.gateway.composition.validate.merged;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.findings.Findings.Place;
import dev.orrery.gateway.composition.supergraph.InputType;
import java.util.List;

/// Clients cannot give what they cannot see, so it cannot be required.
///
/// Specification: Spec `inaccessible` v0.2, section "Validation".
final class HiddenInputsAreOptional implements MergedRule {
  @Override
  public void check(Merged merged, Findings findings) {
    merged
        .composites()
        .filter(type -> !type.inaccessible())
        .forEach(type -> {
          for (var field : type.fields().values()) {
            if (!Merged.isHidden(field.directives())) {
              field.arguments().values().stream()
                  .filter(it -> it.required() && Merged.isHidden(it.directives()))
                  .forEach(it ->
                      fail(
                          "Argument",
                          "%s.%s(%s:)".formatted(type.name(), field.name(), it.name()),
                          "argument of its field",
                          merged.fieldPlaces(type.name(), field.name()),
                          findings));
            }
          }
        });
    for (var type : merged.supergraph().types().values()) {
      if (type instanceof InputType input && !input.inaccessible()) {
        input.fields().values().stream()
            .filter(it -> it.required() && Merged.isHidden(it.directives()))
            .forEach(it ->
                fail(
                    "Input field",
                    input.name() + "." + it.name(),
                    "input field of its type",
                    merged.typePlaces(input.name()),
                    findings));
      }
    }
  }

  private static void fail(
      String noun, String coordinate, String role, List<Place> places, Findings findings) {
    findings.error(
        ErrorCode.REQUIRED_INACCESSIBLE,
        "%s \"%s\" is @inaccessible but is a required %s.".formatted(noun, coordinate, role),
        coordinate,
        places);
  }
}
