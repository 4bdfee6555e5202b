package dev.orrery.gateway.composition.validate.merged;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.findings.Findings.Place;
import dev.orrery.gateway.composition.supergraph.CompositeType;
import dev.orrery.gateway.composition.supergraph.InputType;
import java.util.List;

/// A visible field or argument cannot have an inaccessible type.
///
/// Specification: Spec `inaccessible` v0.2, section "Validation".
final class NothingRefersToWhatIsHidden implements MergedRule {
  @Override
  public void check(Merged merged, Findings findings) {
    for (var type : merged.supergraph().types().values()) {
      if (type.inaccessible()) {
        continue;
      }
      type.asComposite().ifPresent(it -> check(merged, it, findings));
      if (type instanceof InputType input) {
        for (var field : input.fields().values()) {
          if (!Merged.isHidden(field.directives()) && merged.isHidden(field.type().baseName())) {
            fail(
                field.type().baseName(),
                type.name() + "." + field.name(),
                merged.typePlaces(type.name()),
                findings);
          }
        }
      }
    }
  }

  private static void check(Merged merged, CompositeType type, Findings findings) {
    for (var field : type.fields().values()) {
      if (Merged.isHidden(field.directives())) {
        continue;
      }
      var coordinate = type.name() + "." + field.name();
      var places = merged.fieldPlaces(type.name(), field.name());
      if (merged.isHidden(field.type().baseName())) {
        fail(field.type().baseName(), coordinate, places, findings);
      }
      for (var argument : field.arguments().values()) {
        if (!Merged.isHidden(argument.directives())
            && merged.isHidden(argument.type().baseName())) {
          fail(
              argument.type().baseName(),
              "%s(%s:)".formatted(coordinate, argument.name()),
              places,
              findings);
        }
      }
    }
  }

  private static void fail(String type, String by, List<Place> places, Findings findings) {
    findings.error(
        ErrorCode.REFERENCED_INACCESSIBLE,
        "Type \"%s\" is @inaccessible but is referenced by \"%s\", which is in the API schema."
            .formatted(type, by),
        by,
        places);
  }
}
