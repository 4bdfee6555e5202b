package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings.Place;
import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.sdl.FieldSet.FieldSelection;
import dev.orrery.gateway.composition.sdl.FieldSet.FragmentSelection;
import dev.orrery.gateway.composition.sdl.FieldSet.InvalidFieldSet;
import dev.orrery.gateway.composition.subgraph.FieldSetWalk;
import dev.orrery.gateway.composition.subgraph.Kind;
import dev.orrery.gateway.composition.subgraph.SubgraphField;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import dev.orrery.gateway.composition.subgraph.SubgraphType;
import java.util.Optional;

/// What the rules for `@key`, `@requires` and `@provides` share: the argument `fields` is a string,
/// parses, and selects what its type has.
final class FieldSets {
  /// The codes that one of the directives uses.
  record Codes(ErrorCode notAString, ErrorCode invalid, ErrorCode directive) {}

  private final SubgraphSchema subgraph;
  private final SubgraphReport report;
  private final Codes codes;

  FieldSets(SubgraphSchema subgraph, SubgraphReport report, Codes codes) {
    this.subgraph = subgraph;
    this.report = report;
    this.codes = codes;
  }

  /// The selection when it is well-formed and known to the subgraph; else it is reported.
  ///
  /// @param prefix how messages begin
  Optional<FieldSet> check(
      AppliedDirective applied, String parent, String coordinate, Place place, String prefix) {
    var literal = applied.arguments().get("fields");
    if (literal == null) {
      return Optional.empty();
    }
    var text = applied.string("fields");
    if (text.isEmpty()) {
      report.error(
          codes.notAString(),
          coordinate,
          place,
          "%s: Invalid value for argument \"fields\": must be a string.".formatted(prefix));
      return Optional.empty();
    }
    FieldSet set;
    try {
      set = FieldSet.parse(text.get());
    } catch (InvalidFieldSet e) {
      report.error(codes.invalid(), coordinate, place, "%s: %s".formatted(prefix, e.getMessage()));
      return Optional.empty();
    }
    var sound = new boolean[] {true};
    FieldSetWalk.walk(
        subgraph,
        parent,
        set,
        new FieldSetWalk.Visitor() {
          @Override
          public void field(SubgraphType type, SubgraphField field, FieldSelection selection) {
            directives(selection);
            if (selection.alias() != null) {
              fail("Cannot use alias \"%s\" here".formatted(selection.alias()));
            }
            var composite =
                subgraph
                    .type(field.type().baseName())
                    .filter(it -> it.isComposite() || it.kind() == Kind.UNION)
                    .isPresent();
            if (composite && selection.selections().isEmpty()) {
              fail(
                  "Invalid empty selection set for field \"%s.%s\" of non-leaf type %s"
                      .formatted(type.name(), field.name(), field.type()));
            } else if (!composite && !selection.selections().isEmpty()) {
              fail(
                  "Field \"%s.%s\" of leaf type %s cannot have a selection"
                      .formatted(type.name(), field.name(), field.type()));
            }
          }

          @Override
          public void fragment(SubgraphType type, FragmentSelection selection) {
            directives(selection);
          }

          @Override
          public void unknown(SubgraphType type, FieldSet.Selection selection) {
            directives(selection);
            fail(
                switch (selection) {
                  case FieldSelection field ->
                      "Cannot query field \"%s\" on type \"%s\" (if the field is defined in another subgraph, you need to add it to this subgraph with @external)."
                          .formatted(field.name(), type.name());
                  case FragmentSelection fragment ->
                      "Unknown type \"%s\" in a type condition".formatted(fragment.typeCondition());
                });
          }

          private void directives(FieldSet.Selection selection) {
            for (var directive : selection.directives()) {
              sound[0] = false;
              var known =
                  directive.name().equals("skip")
                      || directive.name().equals("include")
                      || subgraph.directives().containsKey(directive.name());
              report.error(
                  known ? codes.directive() : codes.invalid(),
                  coordinate,
                  place,
                  "%s: cannot have directive applications in the argument but found %s"
                      .formatted(prefix, directive));
            }
          }

          private void fail(String why) {
            sound[0] = false;
            report.error(codes.invalid(), coordinate, place, prefix + ": " + why);
          }
        });
    return sound[0] ? Optional.of(set) : Optional.empty();
  }
}
