package dev.orrery.kit.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// Holds a subgraph to this: what a viewer may not see is like what is not there, in the answer to
/// the last byte, and in what is asked of the database, so that its time does not tell either.
///
/// @param viewer somebody who may not see the hidden thing
/// @param hidden the id of something that is there
/// @param absent an id of the same kind that is of nothing
public record Hidden(Graph viewer, String hidden, String absent) {
  /// Machinery that works at its own pace may get between two statements, but not every time.
  private static final int ATTEMPTS = 20;

  /// What one question was answered, and what it took.
  private record Cost(String answer, List<String> statements) {
    String inWords() {
      return "%s%n  %s".formatted(answer, String.join("%n  ".formatted(), statements));
    }
  }

  /// By the root field and as an entity.
  ///
  /// @param type of what it is: `IpAddress`
  public void asksFor(String type) {
    String field = type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1);
    asks("query($id: ID!) { %s(id: $id) { id } }".formatted(field), id -> Map.of("id", id));
    asks(
        "query($r: [_Any!]!) { _entities(representations: $r) { ... on %s { id version } } }"
            .formatted(type),
        id -> Map.of("r", List.of(Map.of("__typename", type, "id", id))));
  }

  /// By mutations of its first version that need nothing but the id.
  ///
  /// @param mutations their names: `deleteSite`
  public void changes(String... mutations) {
    for (String mutation : mutations) {
      changes(mutation, id -> Map.of("id", id, "version", 1));
    }
  }

  /// @param input of the mutation, around an id
  public void changes(String mutation, Function<String, Map<String, ?>> input) {
    String type = mutation.substring(0, 1).toUpperCase(Locale.ROOT) + mutation.substring(1);
    asks(
        "mutation($i: %sInput!) { %s(input: $i) { __typename } }".formatted(type, mutation),
        id -> Map.of("i", new HashMap<>(input.apply(id))));
  }

  /// @throws AssertionError when answer or statements differ
  public void asks(String operation, Function<String, Map<String, ?>> variables) {
    Cost there = cost(operation, variables, hidden);
    Cost nowhere = cost(operation, variables, absent);
    for (int i = 1; i < ATTEMPTS && !there.equals(nowhere); i++) {
      there = cost(operation, variables, hidden);
      nowhere = cost(operation, variables, absent);
    }
    if (!there.equals(nowhere)) {
      throw new AssertionError(
          "%s%nhidden: %s%nabsent: %s".formatted(operation, there.inWords(), nowhere.inWords()));
    }
    if (!there.answer.contains("null") && !there.answer.contains("NOT_FOUND")) {
      throw new AssertionError("%s%nis answered: %s".formatted(operation, there.answer));
    }
  }

  private Cost cost(String operation, Function<String, Map<String, ?>> variables, String id) {
    String[] answer = new String[1];
    List<String> statements =
        SqlStatements.during(() -> answer[0] = viewer.text(operation, variables.apply(id)));
    return new Cost(answer[0].replace(id, "ID"), statements);
  }
}
