package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.Kind;
import dev.orrery.gateway.composition.subgraph.SubgraphField;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import dev.orrery.gateway.composition.subgraph.SubgraphType;

/// A `@requires` stands on an object's field and selects fields that other subgraphs resolve.
final class RequiresSelectsExternals implements SubgraphRule {
  private static final FieldSets.Codes CODES =
      new FieldSets.Codes(
          ErrorCode.REQUIRES_INVALID_FIELDS_TYPE,
          ErrorCode.REQUIRES_INVALID_FIELDS,
          ErrorCode.REQUIRES_DIRECTIVE_IN_FIELDS_ARG);

  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    var sets = new FieldSets(subgraph, report, CODES);
    for (var type : subgraph.types().values()) {
      for (var field : type.fields().values()) {
        field
            .directives()
            .first(FederationDirective.REQUIRES)
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
          ErrorCode.REQUIRES_UNSUPPORTED_ON_INTERFACE,
          coordinate,
          field.place(),
          "Cannot use @requires on field \"%s\" of parent type \"%s\": @requires is not yet supported within interfaces"
              .formatted(coordinate, type.name()));
      return;
    }
    var prefix =
        "On field \"%s\", for @requires(fields: %s)"
            .formatted(coordinate, applied.arguments().get("fields"));
    sets.check(applied, type.name(), coordinate, field.place(), prefix)
        .ifPresent(set ->
            new Externals(subgraph)
                .notExternal(type.name(), set)
                .forEach(own ->
                    report.error(
                        ErrorCode.REQUIRES_FIELDS_MISSING_EXTERNAL,
                        coordinate,
                        field.place(),
                        "%s: field \"%s\" should not be part of a @requires since it is already provided by this subgraph (it is not marked @external)"
                            .formatted(prefix, own))));
  }
}
