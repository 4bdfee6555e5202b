package dev.orrery.gateway.conformance;

import graphql.ExecutionResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Compares responses.
///
/// `data` must be equal, the order of keys included. An expected error describes one actual error:
/// its path is equal (both may have none) and whatever else it says is so. Errors come in any
/// order.
final class Answers {
  private Answers() {}

  static void check(
      Map<String, @Nullable Object> expected, Map<String, @Nullable Object> actual, boolean codes) {
    String problem = data(expected, actual);
    if (problem == null) {
      problem = errors(list(expected.get("errors")), list(actual.get("errors")), codes);
    }
    if (problem != null) {
      throw new AssertionError(
          "%s\nexpected.json against the answer (- expected, + actual):\n%s"
              .formatted(problem, Lines.difference(Json.pretty(expected), Json.pretty(actual))));
    }
  }

  private static @Nullable String data(
      Map<String, @Nullable Object> expected, Map<String, @Nullable Object> actual) {
    if (expected.containsKey("data") != actual.containsKey("data")) {
      return expected.containsKey("data") ? "data is missing" : "data should be missing";
    }
    return Json.difference(expected.get("data"), actual.get("data"), "data");
  }

  private static @Nullable String errors(List<?> expected, List<?> actual, boolean codes) {
    List<Object> left = new ArrayList<>(actual);
    for (Object wanted : expected) {
      Object match =
          left.stream().filter(given -> describes(wanted, given, codes)).findFirst().orElse(null);
      if (match == null) {
        return "no error is like " + Json.compact(wanted);
      }
      left.remove(match);
    }
    return left.isEmpty() ? null : "unexpected error " + Json.compact(left.getFirst());
  }

  private static boolean describes(@Nullable Object wanted, @Nullable Object given, boolean codes) {
    if (!(wanted instanceof Map<?, ?> pattern && given instanceof Map<?, ?> error)) {
      return false;
    }
    if (Json.difference(pattern.get("path"), error.get("path"), "") != null) {
      return false;
    }
    return !codes
        || pattern.entrySet().stream().allMatch(e -> part(e.getValue(), error.get(e.getKey())));
  }

  private static boolean part(@Nullable Object wanted, @Nullable Object given) {
    if (wanted instanceof Map<?, ?> pattern && given instanceof Map<?, ?> value) {
      return pattern.entrySet().stream().allMatch(e -> part(e.getValue(), value.get(e.getKey())));
    }
    return Json.difference(wanted, given, "") == null;
  }

  /// One plain schema over the same data has the same `data`, and errors at the same places.
  static void checkAgainstPlain(Map<String, @Nullable Object> expected, ExecutionResult plain) {
    Map<String, @Nullable Object> known = new LinkedHashMap<>();
    if (plain.isDataPresent()) {
      Object data = plain.getData();
      known.put("data", data);
    }
    String problem = data(expected, known);
    if (problem == null && plain.isDataPresent()) {
      Set<String> places = paths(list(expected.get("errors")));
      Set<String> plainPlaces =
          plain.getErrors().stream()
              .map(e -> Json.compact(e.getPath()))
              .collect(Collectors.toCollection(TreeSet::new));
      problem =
          places.equals(plainPlaces)
              ? null
              : "errors are at %s instead of %s".formatted(places, plainPlaces);
    }
    if (problem != null) {
      throw new AssertionError(
          "expected.json is not what one plain schema answers: %s\n%s"
              .formatted(problem, Json.pretty(plain.toSpecification())));
    }
  }

  private static Set<String> paths(List<?> errors) {
    return errors.stream()
        .map(e -> Json.compact(((Map<?, ?>) e).get("path")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// A first version of `expected.json`.
  static Map<String, @Nullable Object> draft(
      Map<String, @Nullable Object> answer, @Nullable ExecutionResult plain) {
    Map<String, @Nullable Object> draft = new LinkedHashMap<>();
    if (plain == null ? answer.containsKey("data") : plain.isDataPresent()) {
      draft.put("data", plain == null ? answer.get("data") : plain.<Object>getData());
    }
    List<@Nullable Object> errors = new ArrayList<>();
    for (Object error : list(answer.get("errors"))) {
      Map<String, @Nullable Object> kept = new LinkedHashMap<>();
      ((Map<?, ?>) error)
          .forEach((key, value) -> {
            if (!key.equals("locations")) {
              kept.put(String.valueOf(key), value);
            }
          });
      if (kept.get("extensions") instanceof Map<?, ?> extensions) {
        Map<String, @Nullable Object> known = new LinkedHashMap<>();
        extensions.forEach((key, value) -> known.put(String.valueOf(key), value));
        known.remove("traceId");
        kept.put("extensions", known);
      }
      errors.add(kept);
    }
    if (!errors.isEmpty()) {
      draft.put("errors", errors);
    }
    return draft;
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}
