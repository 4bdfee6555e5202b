package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.subgraph.ContextSelection;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.Kind;
import dev.orrery.gateway.composition.subgraph.SubgraphField;
import dev.orrery.gateway.composition.subgraph.SubgraphInput;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import dev.orrery.gateway.composition.subgraph.SubgraphType;
import dev.orrery.gateway.composition.subgraph.SubgraphType.Key;

/// `@fromContext` stands on an argument of an entity's field and selects one value of a context
/// that a type of this subgraph sets.
///
/// Specification: Federation, "Directives reference", `@context` and `@fromContext`.
final class ContextsAreSet implements SubgraphRule {
  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    for (var type : subgraph.types().values()) {
      for (var field : type.fields().values()) {
        for (var argument : field.arguments().values()) {
          argument
              .directives()
              .first(FederationDirective.FROM_CONTEXT)
              .ifPresent(
                  applied -> new One(subgraph, report, type, field, argument).check(applied));
        }
      }
    }
  }

  /// Checks one contextual argument.
  private record One(
      SubgraphSchema subgraph,
      SubgraphReport report,
      SubgraphType type,
      SubgraphField field,
      SubgraphInput argument) {
    private String coordinate() {
      return "%s.%s(%s:)".formatted(type.name(), field.name(), argument.name());
    }

    void check(AppliedDirective applied) {
      if (type.kind() != Kind.OBJECT) {
        fail(
            ErrorCode.CONTEXT_NOT_SET,
            "@fromContext argument cannot be used on a field that exists on an abstract type \"%s\"."
                .formatted(coordinate()));
        return;
      }
      for (var name : type.interfaces()) {
        if (subgraph.field(name, field.name()).isPresent()) {
          fail(
              ErrorCode.CONTEXT_NOT_SET,
              "@fromContext argument cannot be used on a field implementing an interface field \"%s.%s\"."
                  .formatted(name, field.name()));
        }
      }
      if (argument.defaultValue() != null) {
        fail(
            ErrorCode.CONTEXT_NOT_SET,
            "@fromContext arguments may not have a default value: \"%s\".".formatted(coordinate()));
      }
      var text = applied.string("field").orElse("");
      var selection = ContextSelection.parse(text);
      if (selection.isEmpty()) {
        fail(
            text.strip().startsWith("$")
                ? ErrorCode.CONTEXT_INVALID_SELECTION
                : ErrorCode.NO_CONTEXT_IN_SELECTION,
            "@fromContext argument does not reference a context \"%s\".".formatted(text));
        return;
      }
      var setters = subgraph.types().values().stream().filter(selection.get()::isSetBy).toList();
      if (setters.isEmpty()) {
        fail(
            ErrorCode.CONTEXT_NOT_SET,
            "Context \"%s\" is used at location \"%s\" but is never set."
                .formatted(selection.get().context(), coordinate()));
        return;
      }
      new ContextSelections(subgraph, argument.type())
          .problem(selection.get(), setters)
          .ifPresent(why ->
              fail(
                  ErrorCode.CONTEXT_INVALID_SELECTION,
                  "Context \"%s\" is used in \"%s\" but the selection is invalid: %s"
                      .formatted(selection.get().context(), coordinate(), why)));
      if (type.keys().stream().noneMatch(Key::resolvable)) {
        fail(
            ErrorCode.CONTEXT_NO_RESOLVABLE_KEY,
            "Object \"%s\" has no resolvable key but has a field with a contextual argument."
                .formatted(type.name()));
      }
    }

    private void fail(ErrorCode code, String message) {
      report.error(code, coordinate(), argument.place(), message);
    }
  }
}
