package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.FieldSetWalk;
import dev.orrery.gateway.composition.subgraph.Kind;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import dev.orrery.gateway.composition.subgraph.SubgraphType;

/// A `@key` selects fields of its type, without arguments, down to values that can be compared.
///
/// Specification: Federation, "Directives reference", `@key`.
final class KeysSelectFields implements SubgraphRule {
  private static final FieldSets.Codes CODES =
      new FieldSets.Codes(
          ErrorCode.KEY_INVALID_FIELDS_TYPE,
          ErrorCode.KEY_INVALID_FIELDS,
          ErrorCode.KEY_DIRECTIVE_IN_FIELDS_ARG);

  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    var sets = new FieldSets(subgraph, report, CODES);
    for (var type : subgraph.types().values()) {
      if (!type.isComposite()) {
        continue;
      }
      type.directives()
          .all(FederationDirective.KEY)
          .forEach(key -> {
            var prefix =
                "On type \"%s\", for @key(fields: %s)"
                    .formatted(type.name(), key.arguments().get("fields"));
            sets.check(key, type.name(), type.name(), type.place(), prefix)
                .ifPresent(set -> check(subgraph, type, set, prefix, report));
          });
    }
  }

  private static void check(
      SubgraphSchema subgraph,
      SubgraphType keyed,
      FieldSet set,
      String prefix,
      SubgraphReport report) {
    FieldSetWalk.walk(
        subgraph,
        keyed.name(),
        set,
        (type, field, _) -> {
          var coordinate = type.name() + "." + field.name();
          if (!field.arguments().isEmpty()) {
            report.error(
                ErrorCode.KEY_FIELDS_HAS_ARGS,
                keyed.name(),
                keyed.place(),
                "%s: field %s cannot be included because it has arguments (fields with argument are not allowed in @key)"
                    .formatted(prefix, coordinate));
          }
          subgraph
              .type(field.type().baseName())
              .filter(it -> it.kind() == Kind.INTERFACE || it.kind() == Kind.UNION)
              .ifPresent(it ->
                  report.error(
                      ErrorCode.KEY_FIELDS_SELECT_INVALID_TYPE,
                      keyed.name(),
                      keyed.place(),
                      "%s: field \"%s\" is a %s type which is not allowed in @key"
                          .formatted(
                              prefix,
                              coordinate,
                              it.kind() == Kind.INTERFACE ? "Interface" : "Union")));
        });
  }
}
