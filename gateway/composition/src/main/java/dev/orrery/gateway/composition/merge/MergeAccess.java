package dev.orrery.gateway.composition.merge;

import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.sdl.Literal;
import graphql.language.ArrayValue;
import graphql.language.StringValue;
import graphql.language.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Merges access requirements, each a list of alternatives of which every one lists what must hold
/// together. A viewer must satisfy what **every** subgraph asks: the merged requirement has one
/// alternative for each combination, without those that ask more than another already does.
///
/// Specification: Federation, "Directives reference", `@requiresScopes` and `@policy`.
public final class MergeAccess {
  private MergeAccess() {}

  /// The requirement that holds when each of them does; all are the same directive.
  static AppliedDirective all(List<AppliedDirective> applied) {
    return switch (applied.getFirst().name()) {
      case "requiresScopes" -> allOf("scopes", applied);
      case "policy" -> allOf("policies", applied);
      default -> applied.getFirst();
    };
  }

  private static AppliedDirective allOf(String argument, List<AppliedDirective> applied) {
    var merged =
        applied.stream()
            .map(it -> alternatives(it, argument))
            .reduce(MergeAccess::both)
            .orElse(List.of());
    return new AppliedDirective(
        applied.getFirst().name(), Map.of(argument, Literal.parse(text(merged))));
  }

  /// The alternatives that a `@requiresScopes` or `@policy` gives.
  public static List<Set<String>> alternatives(AppliedDirective applied, String argument) {
    var literal = applied.arguments().get(argument);
    var alternatives = new ArrayList<Set<String>>();
    if (literal == null) {
      return alternatives;
    }
    for (var value : items(literal.toValue())) {
      var together = new TreeSet<String>();
      for (var item : items(value)) {
        if (item instanceof StringValue string && string.getValue() != null) {
          together.add(string.getValue());
        }
      }
      alternatives.add(together);
    }
    return alternatives;
  }

  /// A lone value stands for a list of one, as everywhere in GraphQL's input.
  private static List<Value<?>> items(Value<?> value) {
    return switch (value) {
      case ArrayValue array -> array.getValues().stream().<Value<?>>map(it -> it).toList();
      default -> List.of(value);
    };
  }

  /// The alternatives that satisfy both; a list without alternatives asks for nothing.
  public static List<Set<String>> both(List<Set<String>> a, List<Set<String>> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    var combined = new ArrayList<Set<String>>();
    for (var left : a) {
      for (var right : b) {
        var together = new TreeSet<>(left);
        together.addAll(right);
        combined.add(together);
      }
    }
    return combined.stream()
        .distinct()
        .filter(
            it -> combined.stream().noneMatch(other -> !other.equals(it) && it.containsAll(other)))
        .toList();
  }

  private static String text(List<Set<String>> alternatives) {
    return alternatives.stream()
        .map(it ->
            it.stream()
                .map(name -> Literal.string(name).text())
                .collect(Collectors.joining(", ", "[", "]")))
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
