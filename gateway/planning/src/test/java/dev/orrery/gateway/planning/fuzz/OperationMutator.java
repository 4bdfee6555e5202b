package dev.orrery.gateway.planning.fuzz;

import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Makes new operations of known ones by cutting and pasting their tokens, as bytes decide. Some
/// changes keep most operations valid, so that the planner gets to see something too.
final class OperationMutator {
  private static final int MOST_TOKENS = 3_000;
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?:\\\\.|[^\"\\\\\\n])*\"|\\.\\.\\.|[$@]?[A-Za-z_][A-Za-z_0-9]*|-?[0-9][0-9.eE+-]*|[^\\s,]");
  private static final String OPENING = "{([";
  private static final String CLOSING = "})]";
  private static final List<String> SYNTAX =
      List.of(
          "{",
          "}",
          "(",
          ")",
          "[",
          "]",
          ":",
          "!",
          "=",
          "|",
          "...",
          "on",
          "query",
          "mutation",
          "subscription",
          "fragment",
          "$x",
          "$y",
          "$z",
          "@skip",
          "@include",
          "@defer",
          "true",
          "false",
          "null",
          "0",
          "-1",
          "99999999999",
          "1e400",
          "\"\"",
          "\"\\u0000\"",
          "__typename",
          "__schema",
          "__type",
          "_entities",
          "F0",
          "F1",
          "G0",
          "#",
          "\"\"\"",
          "\uFEFF",
          "\\");

  // Changes after which an operation often is still valid.
  private static final int[] GENTLE = {6, 8, 8, 10, 10, 12, 13, 14, 15};

  private final List<List<String>> operations;
  private final List<String> types;
  private final List<String> words;

  OperationMutator(GraphQLSchema api, List<String> operations) {
    this.operations =
        operations.stream()
            .map(text -> TOKEN.matcher(text).results().map(MatchResult::group).toList())
            .toList();
    this.types =
        api.getAllTypesAsList().stream()
            .filter(type -> type instanceof GraphQLCompositeType)
            .map(type -> type.getName())
            .filter(name -> !name.startsWith("__"))
            .sorted()
            .toList();
    var known = new TreeSet<>(types);
    for (var type : types) {
      if (api.getType(type) instanceof GraphQLFieldsContainer container) {
        container.getFieldDefinitions().forEach(field -> known.add(field.getName()));
      }
    }
    this.words = new ArrayList<>(SYNTAX);
    words.addAll(known);
  }

  String text(Bites bites) {
    var tokens = new ArrayList<>(of(operations, bites));
    var gentle = bites.below(3) > 0;
    for (var fragments = 0; !bites.isEmpty() && tokens.size() < MOST_TOKENS; ) {
      fragments = mutate(tokens, bites, gentle, fragments);
    }
    return String.join(" ", tokens);
  }

  /// @param fragments how many fragments were added before
  /// @return how many there are now
  private int mutate(List<String> tokens, Bites bites, boolean gentle, int fragments) {
    if (tokens.isEmpty()) {
      tokens.add("{");
    }
    var at = bites.below(tokens.size());
    switch (gentle ? GENTLE[bites.below(GENTLE.length)] : bites.below(16)) {
      case 0 -> tokens.remove(at);
      case 1 -> tokens.add(at, tokens.get(at));
      case 2 -> tokens.set(at, of(words, bites));
      case 3 -> tokens.add(at, of(words, bites));
      case 4 -> tokens.set(at, tokens.set(bites.below(tokens.size()), tokens.get(at)));
      case 5 -> group(tokens, at).clear();
      case 6 -> {
        var other = of(operations, bites);
        var pasted = List.copyOf(group(other, bites.below(other.size())));
        var group = group(tokens, at);
        group.clear();
        group.addAll(pasted);
      }
      case 7 -> tokens.add(at, Character.toString(bites.below(0x3000)));
      case 8, 9 -> inside(tokens, at).addAll(List.copyOf(inside(tokens, at)));
      case 10, 11 -> {
        var selections = List.copyOf(inside(tokens, at));
        var set = inside(tokens, at);
        if (bites.below(3) > 0) {
          set.addAll(List.of("...", "on", of(types, bites)));
        } else {
          set.add("...");
        }
        set.add("{");
        set.addAll(selections);
        set.add("}");
      }
      case 12 -> {
        var selections = List.copyOf(inside(tokens, at));
        var name = "G" + fragments;
        var set = inside(tokens, at);
        if (bites.below(2) == 0) {
          set.clear();
        }
        set.addAll(List.of("...", name));
        tokens.addAll(List.of("fragment", name, "on", of(types, bites), "{"));
        tokens.addAll(selections);
        tokens.add("}");
        return fragments + 1;
      }
      case 13 ->
          tokens.addAll(
              Math.min(at + 1, tokens.size()),
              List.of(
                  bites.below(2) == 0 ? "@skip" : "@include",
                  "(",
                  "if",
                  ":",
                  List.of("$x", "$y", "true", "false").get(bites.below(4)),
                  ")"));
      case 14 -> tokens.addAll(at, List.of("a" + bites.below(4), ":"));
      default -> inside(tokens, at).add(of(words, bites));
    }
    return fragments;
  }

  private static <T> T of(List<T> all, Bites bites) {
    return all.get(bites.below(all.size()));
  }

  /// The first group in brackets that starts at `at` or behind it, brackets included, to be changed
  /// in place; the rest of the tokens when there is none.
  private static List<String> group(List<String> tokens, int at) {
    var start = at;
    while (start < tokens.size() && OPENING.indexOf(tokens.get(start)) < 0) {
      start++;
    }
    var depth = 0;
    for (var i = start; i < tokens.size(); i++) {
      if (OPENING.contains(tokens.get(i))) {
        depth++;
      } else if (CLOSING.contains(tokens.get(i)) && --depth == 0) {
        return tokens.subList(start, i + 1);
      }
    }
    return tokens.subList(at, tokens.size());
  }

  /// What stands between the brackets of such a group.
  private static List<String> inside(List<String> tokens, int at) {
    var group = group(tokens, at);
    return group.size() < 2 ? group : group.subList(1, group.size() - 1);
  }
}
