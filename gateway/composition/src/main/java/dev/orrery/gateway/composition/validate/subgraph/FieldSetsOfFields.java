package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.Kind;
import dev.orrery.gateway.composition.subgraph.SubgraphField;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import dev.orrery.gateway.composition.subgraph.SubgraphType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the rules for `@requires` and `@provides` share: the directive stands on an object's field
/// and selects fields that are external here.
final class FieldSetsOfFields {
  /// The codes that one of the directives uses.
  record Codes(FieldSets.Codes fieldSet, ErrorCode onInterface, ErrorCode notExternal) {}

  /// What is left to one of the directives.
  interface Target {
    /// The type that the selection is of, or null when there is none, which is reported.
    @Nullable String of(Use use, SubgraphReport report);

    default void alsoCheck(Use use, String target, FieldSet set, SubgraphReport report) {}
  }

  /// @param prefix how messages begin
  record Use(SubgraphSchema subgraph, SubgraphType type, SubgraphField field, String prefix) {
    String coordinate() {
      return type.name() + "." + field.name();
    }
  }

  private final FederationDirective directive;
  private final Codes codes;
  private final Target target;

  FieldSetsOfFields(FederationDirective directive, Codes codes, Target target) {
    this.directive = directive;
    this.codes = codes;
    this.target = target;
  }

  void check(SubgraphSchema subgraph, SubgraphReport report) {
    for (var type : subgraph.types().values()) {
      for (var field : type.fields().values()) {
        field
            .directives()
            .first(directive)
            .ifPresent(applied -> {
              var prefix =
                  "On field \"%s.%s\", for @%s(fields: %s)"
                      .formatted(
                          type.name(),
                          field.name(),
                          directive.directiveName(),
                          applied.arguments().get("fields"));
              var use = new Use(subgraph, type, field, prefix);
              selected(use, report)
                  .ifPresent(of ->
                      new FieldSets(subgraph, report, codes.fieldSet())
                          .check(applied, of, use.coordinate(), field.place(), prefix)
                          .ifPresent(set -> {
                            target.alsoCheck(use, of, set, report);
                            externals(use, of, set, report);
                          }));
            });
      }
    }
  }

  private Optional<String> selected(Use use, SubgraphReport report) {
    if (use.type().kind() != Kind.INTERFACE) {
      return Optional.ofNullable(target.of(use, report));
    }
    report.error(
        codes.onInterface(),
        use.coordinate(),
        use.field().place(),
        "Cannot use @%s on field \"%s\" of parent type \"%s\": @%s is not yet supported within interfaces"
            .formatted(
                directive.directiveName(),
                use.coordinate(),
                use.type().name(),
                directive.directiveName()));
    return Optional.empty();
  }

  private void externals(Use use, String target, FieldSet set, SubgraphReport report) {
    new Externals(use.subgraph())
        .notExternal(target, set)
        .forEach(own ->
            report.error(
                codes.notExternal(),
                use.coordinate(),
                use.field().place(),
                "%s: field \"%s\" should not be part of a @%s since it is already provided by this subgraph (it is not marked @external)"
                    .formatted(use.prefix(), own, directive.directiveName())));
  }
}
