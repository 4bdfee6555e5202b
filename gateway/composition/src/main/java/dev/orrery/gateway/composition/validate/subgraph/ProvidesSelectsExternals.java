package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.FieldSetWalk;
import dev.orrery.gateway.composition.subgraph.Kind;
import dev.orrery.gateway.composition.subgraph.SubgraphField;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import dev.orrery.gateway.composition.subgraph.SubgraphType;

/// A `@provides` stands on an object's field that returns something with fields, and selects,
/// without arguments, fields that are otherwise external here.
final class ProvidesSelectsExternals implements SubgraphRule {
  private static final FieldSets.Codes CODES =
      new FieldSets.Codes(
          ErrorCode.PROVIDES_INVALID_FIELDS_TYPE,
          ErrorCode.PROVIDES_INVALID_FIELDS,
          ErrorCode.PROVIDES_DIRECTIVE_IN_FIELDS_ARG);

  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    var sets = new FieldSets(subgraph, report, CODES);
    for (var type : subgraph.types().values()) {
      for (var field : type.fields().values()) {
        field
            .directives()
            .first(FederationDirective.PROVIDES)
            .ifPresent(applied -> check(subgraph, type, field, applied, sets, report));
      }
    }
  }

  private static void check(
      SubgraphSchema subgraph,
      SubgraphType type,
      SubgraphField field,
      AppliedDirective applied,
      FieldSets sets,
      SubgraphReport report) {
    var coordinate = type.name() + "." + field.name();
    if (type.kind() == Kind.INTERFACE) {
      report.error(
          ErrorCode.PROVIDES_UNSUPPORTED_ON_INTERFACE,
          coordinate,
          field.place(),
          "Cannot use @provides on field \"%s\" of parent type \"%s\": @provides is not yet supported within interfaces"
              .formatted(coordinate, type.name()));
      return;
    }
    if (field.external()) {
      report.error(
          ErrorCode.EXTERNAL_COLLISION_WITH_ANOTHER_DIRECTIVE,
          coordinate,
          field.place(),
          "Cannot have both @provides and @external on field \"%s\"".formatted(coordinate));
      return;
    }
    var target = subgraph.types().get(field.type().baseName());
    if (target == null || !(target.isComposite() || target.kind() == Kind.UNION)) {
      report.error(
          ErrorCode.PROVIDES_ON_NON_OBJECT_FIELD,
          coordinate,
          field.place(),
          "Invalid @provides directive on field \"%s\": field has type \"%s\" which is not a Composite Type"
              .formatted(coordinate, field.type()));
      return;
    }
    var prefix =
        "On field \"%s\", for @provides(fields: %s)"
            .formatted(coordinate, applied.arguments().get("fields"));
    sets.check(applied, target.name(), coordinate, field.place(), prefix)
        .ifPresent(set -> {
          withoutArguments(subgraph, target, set, coordinate, field, prefix, report);
          new Externals(subgraph)
              .notExternal(target.name(), set)
              .forEach(own ->
                  report.error(
                      ErrorCode.PROVIDES_FIELDS_MISSING_EXTERNAL,
                      coordinate,
                      field.place(),
                      "%s: field \"%s\" should not be part of a @provides since it is already provided by this subgraph (it is not marked @external)"
                          .formatted(prefix, own)));
        });
  }

  private static void withoutArguments(
      SubgraphSchema subgraph,
      SubgraphType target,
      FieldSet set,
      String coordinate,
      SubgraphField providing,
      String prefix,
      SubgraphReport report) {
    FieldSetWalk.walk(
        subgraph,
        target.name(),
        set,
        (type, field, _) -> {
          if (!field.arguments().isEmpty()) {
            report.error(
                ErrorCode.PROVIDES_FIELDS_HAS_ARGS,
                coordinate,
                providing.place(),
                "%s: field %s.%s cannot be included because it has arguments (fields with argument are not allowed in @provides)"
                    .formatted(prefix, type.name(), field.name()));
          }
        });
  }
}
