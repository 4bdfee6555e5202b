package dev.orrery.gateway.execution.graph;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Compares the errors of a federated answer with those of the plain schema.
///
/// The paths are the same but for one freedom: of several errors below one null either may be told,
/// for a subgraph that was not asked any more has none to tell.
final class ErrorPaths {
  /// Longer lists of errors are cut.
  private static final int MOST = 90;

  private ErrorPaths() {}

  /// What is wrong with `actual`, both being responses with the same data.
  static Optional<String> difference(Map<?, ?> actual, Map<?, ?> expected) {
    Set<List<?>> mine = paths(actual);
    Set<List<?>> wanted = paths(expected);
    if (mine.size() > MOST || wanted.size() > MOST) {
      return Optional.empty();
    }
    if (expected.get("data") == null) {
      // Whoever sees that nothing is left may do the rest, or let it be.
      return mine.isEmpty() ? Optional.of("nothing tells why there are no data") : Optional.empty();
    }
    for (List<?> path : mine) {
      if (!wanted.contains(path)) {
        return Optional.of("no error belongs to " + path);
      }
    }
    for (List<?> path : wanted) {
      List<?> lost = untilNull(expected.get("data"), path);
      if (mine.stream()
          .noneMatch(p -> p.size() >= lost.size() && p.subList(0, lost.size()).equals(lost))) {
        return Optional.of("nothing tells of " + path);
      }
    }
    return Optional.empty();
  }

  private static Set<List<?>> paths(Map<?, ?> response) {
    Set<List<?>> paths = new HashSet<>();
    if (response.get("errors") instanceof List<?> errors) {
      for (Object error : errors) {
        paths.add((List<?>) ((Map<?, ?>) error).get("path"));
      }
    }
    return paths;
  }

  /// The part of the path that leads to the null which the error has made.
  private static List<?> untilNull(Object data, List<?> path) {
    Object value = data;
    for (int i = 0; i < path.size(); i++) {
      if (value == null) {
        return path.subList(0, i);
      }
      value =
          switch (path.get(i)) {
            case Number position -> ((List<?>) value).get(position.intValue());
            case Object key -> ((Map<?, ?>) value).get(String.valueOf(key));
          };
    }
    return path;
  }
}
