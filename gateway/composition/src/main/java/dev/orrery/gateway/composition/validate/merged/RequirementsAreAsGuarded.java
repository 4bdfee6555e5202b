package dev.orrery.gateway.composition.validate.merged;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.sdl.FieldSet.FieldSelection;
import dev.orrery.gateway.composition.sdl.FieldSet.FragmentSelection;
import dev.orrery.gateway.composition.supergraph.JoinField;
import dev.orrery.gateway.composition.supergraph.SupergraphType;
import java.util.Optional;

/// A field that requires guarded data, or takes it from a context, asks at least for the same
/// access: else it would be a way around the guard.
///
/// Specification: Federation, "Directives reference", `@authenticated`, `@requiresScopes` and
/// `@policy`: transitive requirements.
final class RequirementsAreAsGuarded implements MergedRule {
  @Override
  public void check(Merged merged, Findings findings) {
    merged
        .composites()
        .forEach(type -> {
          for (var field : type.fields().values()) {
            var has = Access.of(type.directives()).and(Access.of(field.directives()));
            for (var join : field.joins()) {
              if (join.requires() != null) {
                lacking(merged, type.name(), join.requires(), has)
                    .ifPresent(it -> fail(merged, type.name(), field.name(), it, findings));
              }
              for (var argument : join.contextArguments()) {
                contextual(merged, argument, has)
                    .ifPresent(it -> fail(merged, type.name(), field.name(), it, findings));
              }
            }
          }
        });
  }

  private static Optional<String> contextual(
      Merged merged, JoinField.ContextArgument argument, Access has) {
    for (var type : merged.supergraph().types().values()) {
      var sets =
          type.directive("context")
              .anyMatch(it -> it.string("name").filter(argument.context()::equals).isPresent());
      if (sets) {
        var lacking = lacking(merged, type.name(), argument.selection(), has);
        if (lacking.isPresent()) {
          return lacking;
        }
      }
    }
    return Optional.empty();
  }

  /// The coordinate of the first selected thing that asks for more than `has`.
  private static Optional<String> lacking(Merged merged, String parent, FieldSet set, Access has) {
    var type = merged.supergraph().types().get(parent);
    if (type == null) {
      return Optional.empty();
    }
    if (!has.covers(Access.of(type.directives()))) {
      return Optional.of(parent);
    }
    for (var selection : set.selections()) {
      var found =
          switch (selection) {
            case FragmentSelection fragment -> {
              var condition = fragment.typeCondition();
              yield lacking(
                  merged, condition == null ? parent : condition, fragment.selections(), has);
            }
            case FieldSelection field -> field(merged, type, field, has);
          };
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> field(
      Merged merged, SupergraphType parent, FieldSelection selection, Access has) {
    var field = parent.asComposite().flatMap(it -> it.field(selection.name()));
    if (field.isEmpty()) {
      return Optional.empty();
    }
    if (!has.covers(Access.of(field.get().directives()))) {
      return Optional.of(parent.name() + "." + selection.name());
    }
    return lacking(merged, field.get().type().baseName(), selection.selections(), has);
  }

  private static void fail(
      Merged merged, String type, String field, String lacking, Findings findings) {
    findings.error(
        ErrorCode.MISSING_TRANSITIVE_AUTH_REQUIREMENTS,
        "Field \"%s.%s\" does not specify necessary @authenticated, @requiresScopes and/or @policy auth requirements to access the transitive data \"%s\" that it requires."
            .formatted(type, field, lacking),
        type + "." + field,
        merged.fieldPlaces(type, field));
  }
}
