package dev.orrery.gateway.composition.sdl;

import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.SelectionSet;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The selection that `@key`, `@requires` and `@provides` carry as text; `toString` is that text,
/// canonical and without the outer braces.
public record FieldSet(List<Selection> selections) {
  public static final FieldSet EMPTY = new FieldSet(List.of());

  public FieldSet {
    selections = List.copyOf(selections);
  }

  /// One entry of a selection.
  public sealed interface Selection {
    FieldSet selections();

    List<AppliedDirective> directives();
  }

  /// A field; `selections` is empty for a leaf, `alias` null unless one is written.
  public record FieldSelection(
      @Nullable String alias,
      String name,
      Map<String, Literal> arguments,
      List<AppliedDirective> directives,
      FieldSet selections)
      implements Selection {
    public FieldSelection {
      arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
      directives = List.copyOf(directives);
    }

    public static FieldSelection leaf(String name) {
      return new FieldSelection(null, name, Map.of(), List.of(), EMPTY);
    }

    @Override
    public String toString() {
      var text = new StringBuilder(alias == null ? name : alias + ": " + name);
      if (!arguments.isEmpty()) {
        text.append(
            arguments.entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue())
                .collect(Collectors.joining(", ", "(", ")")));
      }
      directives.forEach(d -> text.append(' ').append(d));
      if (!selections.isEmpty()) {
        text.append(" { ").append(selections).append(" }");
      }
      return text.toString();
    }
  }

  /// An inline fragment; a null `typeCondition` narrows nothing.
  public record FragmentSelection(
      @Nullable String typeCondition, List<AppliedDirective> directives, FieldSet selections)
      implements Selection {
    public FragmentSelection {
      directives = List.copyOf(directives);
    }

    @Override
    public String toString() {
      var text = new StringBuilder("...");
      if (typeCondition != null) {
        text.append(" on ").append(typeCondition);
      }
      directives.forEach(d -> text.append(' ').append(d));
      return text.append(" { ").append(selections).append(" }").toString();
    }
  }

  /// Reads `text` with or without outer braces.
  ///
  /// @throws InvalidFieldSet when it is not a selection, is empty, or names a fragment
  public static FieldSet parse(String text) {
    var trimmed = text.strip();
    var braced = trimmed.startsWith("{") && trimmed.endsWith("}") ? trimmed : "{" + trimmed + "}";
    Document document;
    try {
      document = Parser.parse(braced);
    } catch (InvalidSyntaxException e) {
      throw new InvalidFieldSet("Syntax error in \"" + text + "\"");
    }
    if (document.getDefinitions().size() != 1
        || !(document.getDefinitions().getFirst() instanceof OperationDefinition operation)) {
      throw new InvalidFieldSet("\"" + text + "\" is not a selection of fields");
    }
    return of(operation.getSelectionSet());
  }

  public static FieldSet of(@Nullable SelectionSet set) {
    if (set == null) {
      return EMPTY;
    }
    var selections = new ArrayList<Selection>();
    for (var selection : set.getSelections()) {
      selections.add(
          switch (selection) {
            case Field field -> {
              var arguments = new LinkedHashMap<String, Literal>();
              field
                  .getArguments()
                  .forEach(a -> arguments.put(a.getName(), Literal.of(a.getValue())));
              yield new FieldSelection(
                  field.getAlias(),
                  field.getName(),
                  arguments,
                  field.getDirectives().stream().map(AppliedDirective::of).toList(),
                  of(field.getSelectionSet()));
            }
            case InlineFragment fragment ->
                new FragmentSelection(
                    fragment.getTypeCondition() == null
                        ? null
                        : fragment.getTypeCondition().getName(),
                    fragment.getDirectives().stream().map(AppliedDirective::of).toList(),
                    of(fragment.getSelectionSet()));
            case FragmentSpread spread ->
                throw new InvalidFieldSet(
                    "named fragment \"..." + spread.getName() + "\" cannot be used here");
            default -> throw new InvalidFieldSet("unexpected " + selection);
          });
    }
    return new FieldSet(selections);
  }

  public boolean isEmpty() {
    return selections.isEmpty();
  }

  @Override
  public String toString() {
    return selections.stream().map(Object::toString).collect(Collectors.joining(" "));
  }

  /// Thrown for text that is not a field set; the message says why.
  public static final class InvalidFieldSet extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvalidFieldSet(String message) {
      super(message);
    }
  }
}
