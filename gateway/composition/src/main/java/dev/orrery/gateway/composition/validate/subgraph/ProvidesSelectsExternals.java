package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.FieldSetWalk;
import dev.orrery.gateway.composition.subgraph.Kind;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import org.jspecify.annotations.Nullable;

/// A `@provides` stands on a field that this subgraph resolves and that returns something with
/// fields, and selects, without arguments, fields that are otherwise external here. (Federation,
/// `@provides`.)
final class ProvidesSelectsExternals implements SubgraphRule {
  private static final FieldSetsOfFields RULE =
      new FieldSetsOfFields(
          FederationDirective.PROVIDES,
          new FieldSetsOfFields.Codes(
              new FieldSets.Codes(
                  ErrorCode.PROVIDES_INVALID_FIELDS_TYPE,
                  ErrorCode.PROVIDES_INVALID_FIELDS,
                  ErrorCode.PROVIDES_DIRECTIVE_IN_FIELDS_ARG),
              ErrorCode.PROVIDES_UNSUPPORTED_ON_INTERFACE,
              ErrorCode.PROVIDES_FIELDS_MISSING_EXTERNAL),
          new Returned());

  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    RULE.check(subgraph, report);
  }

  /// The selection is of what the field returns.
  private static final class Returned implements FieldSetsOfFields.Target {
    @Override
    public @Nullable String of(FieldSetsOfFields.Use use, SubgraphReport report) {
      var field = use.field();
      if (field.external()) {
        report.error(
            ErrorCode.EXTERNAL_COLLISION_WITH_ANOTHER_DIRECTIVE,
            use.coordinate(),
            field.place(),
            "Cannot have both @provides and @external on field \"%s\"".formatted(use.coordinate()));
        return null;
      }
      var returned = use.subgraph().types().get(field.type().baseName());
      if (returned == null || !(returned.isComposite() || returned.kind() == Kind.UNION)) {
        report.error(
            ErrorCode.PROVIDES_ON_NON_OBJECT_FIELD,
            use.coordinate(),
            field.place(),
            "Invalid @provides directive on field \"%s\": field has type \"%s\" which is not a Composite Type"
                .formatted(use.coordinate(), field.type()));
        return null;
      }
      return returned.name();
    }

    @Override
    public void alsoCheck(
        FieldSetsOfFields.Use use, String target, FieldSet set, SubgraphReport report) {
      FieldSetWalk.walk(
          use.subgraph(),
          target,
          set,
          (type, field, _) -> {
            if (!field.arguments().isEmpty()) {
              report.error(
                  ErrorCode.PROVIDES_FIELDS_HAS_ARGS,
                  use.coordinate(),
                  use.field().place(),
                  "%s: field %s.%s cannot be included because it has arguments (fields with argument are not allowed in @provides)"
                      .formatted(use.prefix(), type.name(), field.name()));
            }
          });
    }
  }
}
