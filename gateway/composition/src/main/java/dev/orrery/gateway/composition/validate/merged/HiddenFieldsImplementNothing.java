package dev.orrery.gateway.composition.validate.merged;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.findings.Findings.Place;
import dev.orrery.gateway.composition.supergraph.CompositeType;
import dev.orrery.gateway.composition.supergraph.InterfaceType;
import java.util.List;

/// A hidden field, or a hidden argument, cannot implement what the interface shows.
///
/// Specification: Spec `inaccessible` v0.2, section "Validation".
final class HiddenFieldsImplementNothing implements MergedRule {
  @Override
  public void check(Merged merged, Findings findings) {
    merged
        .composites()
        .filter(type -> !type.inaccessible())
        .forEach(type -> {
          for (var name : type.interfaces()) {
            if (merged.supergraph().types().get(name) instanceof InterfaceType implemented
                && !implemented.inaccessible()) {
              check(merged, type, implemented, findings);
            }
          }
        });
  }

  private static void check(
      Merged merged, CompositeType type, InterfaceType implemented, Findings findings) {
    for (var shown : implemented.fields().values()) {
      var field = type.fields().get(shown.name());
      if (field == null || Merged.isHidden(shown.directives())) {
        continue;
      }
      var places = merged.fieldPlaces(type.name(), field.name());
      var own = type.name() + "." + field.name();
      var theirs = implemented.name() + "." + shown.name();
      if (Merged.isHidden(field.directives())) {
        fail("Field", own, "field", theirs, places, findings);
      }
      for (var argument : shown.arguments().values()) {
        var hidden = field.arguments().get(argument.name());
        if (hidden != null
            && Merged.isHidden(hidden.directives())
            && !Merged.isHidden(argument.directives())) {
          var suffix = "(%s:)".formatted(argument.name());
          fail("Argument", own + suffix, "argument", theirs + suffix, places, findings);
        }
      }
    }
  }

  private static void fail(
      String noun, String own, String lower, String theirs, List<Place> places, Findings findings) {
    findings.error(
        ErrorCode.IMPLEMENTED_BY_INACCESSIBLE,
        "%s \"%s\" is @inaccessible but implements the interface %s \"%s\", which is in the API schema."
            .formatted(noun, own, lower, theirs),
        own,
        places);
  }
}
