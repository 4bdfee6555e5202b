package dev.orrery.gateway.conformance;

import dev.orrery.gateway.execution.json.JsonLimits;
import dev.orrery.gateway.execution.json.JsonOutput;
import dev.orrery.gateway.execution.json.JsonValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON as people read and write it.
final class Json {
  private static final int WIDTH = 100;

  private Json() {}

  static @Nullable Object parse(String text) {
    return JsonValues.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.STANDARD);
  }

  /// An empty object when there is no such file.
  @SuppressWarnings("unchecked") // an object's keys are strings
  static Map<String, @Nullable Object> object(Path file) {
    if (!Files.exists(file)) {
      return new LinkedHashMap<>();
    }
    if (parse(text(file)) instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    throw new IllegalArgumentException(file + " holds no object");
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String compact(@Nullable Object value) {
    return new JsonOutput(256).value(value).toString();
  }

  /// One line for what fits on one.
  static String pretty(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    write(value, 0, out);
    return out.append('\n').toString();
  }

  private static void write(@Nullable Object value, int depth, StringBuilder out) {
    String line = compact(value);
    boolean composite = value instanceof Map<?, ?> || value instanceof List<?>;
    if (!composite || (depth > 0 && line.length() + 2 * depth < WIDTH) || line.length() == 2) {
      out.append(spaced(value));
      return;
    }
    List<Runnable> items = new ArrayList<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, item) ->
          items.add(() -> {
            out.append(compact(key)).append(": ");
            write(item, depth + 1, out);
          }));
    } else if (value instanceof List<?> list) {
      list.forEach(item -> items.add(() -> write(item, depth + 1, out)));
    }
    out.append(value instanceof Map<?, ?> ? '{' : '[');
    for (int i = 0; i < items.size(); i++) {
      out.append(i == 0 ? "\n" : ",\n").append("  ".repeat(depth + 1));
      items.get(i).run();
    }
    out.append('\n').append("  ".repeat(depth)).append(value instanceof Map<?, ?> ? '}' : ']');
  }

  private static String spaced(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        List<String> items = new ArrayList<>();
        map.forEach((key, item) -> items.add(compact(key) + ": " + spaced(item)));
        yield "{" + String.join(", ", items) + "}";
      }
      case List<?> list -> "[" + String.join(", ", list.stream().map(Json::spaced).toList()) + "]";
      case null, default -> compact(value);
    };
  }

  /// Where two values differ first; null when they are equal. The order of an object's keys counts,
  /// how a number is written does not.
  static @Nullable String difference(
      @Nullable Object expected, @Nullable Object actual, String at) {
    return switch (expected) {
      case Map<?, ?> wanted when actual instanceof Map<?, ?> given -> {
        Iterator<?> keys = given.keySet().iterator();
        for (Map.Entry<?, ?> entry : wanted.entrySet()) {
          String place = at + "." + entry.getKey();
          if (!given.containsKey(entry.getKey())) {
            yield place + " is missing";
          }
          Object key = keys.next();
          if (!key.equals(entry.getKey())) {
            yield "%s comes where %s should".formatted(at + "." + key, place);
          }
          String inner = difference(entry.getValue(), given.get(entry.getKey()), place);
          if (inner != null) {
            yield inner;
          }
        }
        yield keys.hasNext() ? at + "." + keys.next() + " is there and should not be" : null;
      }
      case List<?> wanted when actual instanceof List<?> given -> {
        if (wanted.size() != given.size()) {
          yield "%s has %d items instead of %d".formatted(at, given.size(), wanted.size());
        }
        for (int i = 0; i < wanted.size(); i++) {
          String inner = difference(wanted.get(i), given.get(i), at + "[" + i + "]");
          if (inner != null) {
            yield inner;
          }
        }
        yield null;
      }
      case Number wanted when actual instanceof Number given ->
          new BigDecimal(wanted.toString()).compareTo(new BigDecimal(given.toString())) == 0
              ? null
              : unequal(at, wanted, given);
      case null -> actual == null ? null : unequal(at, null, actual);
      default -> expected.equals(actual) ? null : unequal(at, expected, actual);
    };
  }

  private static String unequal(String at, @Nullable Object expected, @Nullable Object actual) {
    return "%s is %s instead of %s".formatted(at, compact(actual), compact(expected));
  }
}
