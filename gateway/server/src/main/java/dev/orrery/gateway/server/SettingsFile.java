package dev.orrery.gateway.server;

import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Checks the file of `--config` before anything starts: a setting that nobody knows is a mistake,
/// and would otherwise change nothing without a word.
final class SettingsFile {
  private static final String PREFIX = "gateway.";
  private static final List<String> OTHERS = List.of("orrery.", "mp.jwt.", "quarkus.", "%");
  private static final List<String> BESIDES =
      List.of(
          "gateway.port", "gateway.host", "gateway.subgraph-url.*", "gateway.subgraph-timeout.*");

  private final Map<String, Type> types = new TreeMap<>();

  private SettingsFile(Class<?> mapping) {
    collect(PREFIX, mapping);
    BESIDES.forEach(
        name -> types.put(name, name.contains("timeout") ? Duration.class : String.class));
  }

  /// One line for each mistake; none when the file can be used.
  static List<String> check(Path file, Class<?> mapping) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      return List.of("%s: cannot be read as a properties file: %s".formatted(file, e.getMessage()));
    }
    SettingsFile known = new SettingsFile(mapping);
    List<String> problems = new ArrayList<>();
    for (String name : new TreeSet<>(properties.stringPropertyNames())) {
      known
          .problem(name, properties.getProperty(name))
          .ifPresent(problem -> problems.add("%s: %s".formatted(file, problem)));
    }
    return problems;
  }

  private void collect(String prefix, Class<?> mapping) {
    for (Method method : mapping.getMethods()) {
      String name = prefix + kebab(method.getName());
      Type type = method.getGenericReturnType();
      if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
        Type value = generic.getActualTypeArguments()[1];
        if (value instanceof Class<?> group && group.isInterface()) {
          collect(name + ".*.", group);
        } else {
          types.put(name + ".*", value);
        }
      } else if (type instanceof Class<?> group && group.isInterface()) {
        collect(name + ".", group);
      } else {
        types.put(name, type);
      }
    }
  }

  private static String kebab(String camel) {
    return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private Optional<String> problem(String name, String value) {
    if (OTHERS.stream().anyMatch(name::startsWith)) {
      return Optional.empty();
    }
    Type type = find(name);
    if (type == null) {
      return Optional.of("there is no setting %s; did you mean %s?".formatted(name, nearest(name)));
    }
    String wanted = wanted(type, value.trim());
    return wanted == null
        ? Optional.empty()
        : Optional.of("%s must be %s, not \"%s\"".formatted(name, wanted, value));
  }

  private @Nullable Type find(String name) {
    Type exact = types.get(name);
    if (exact != null && !name.endsWith("*")) {
      return exact;
    }
    for (Map.Entry<String, Type> entry : types.entrySet()) {
      if (entry.getKey().contains("*") && name.matches(pattern(entry.getKey()))) {
        return entry.getValue();
      }
    }
    return null;
  }

  private static String pattern(String name) {
    return Arrays.stream(name.split("\\*", -1))
        .map(java.util.regex.Pattern::quote)
        .collect(Collectors.joining("(\"[^\"]+\"|[^.]+)"));
  }

  /// What a value must be; null when it is.
  private static @Nullable String wanted(Type type, String value) {
    if (type instanceof ParameterizedType generic) {
      return wanted(generic.getActualTypeArguments()[0], value);
    }
    if (type == int.class || type == long.class) {
      return value.matches("-?\\d{1,18}") ? null : "a whole number";
    }
    if (type == boolean.class) {
      return value.matches("(?i)true|false") ? null : "true or false";
    }
    if (type == Duration.class) {
      return isDuration(value) ? null : "a duration such as 2s, 500ms or PT1M";
    }
    if (type instanceof Class<?> choice && choice.isEnum()) {
      List<String> names =
          Arrays.stream(choice.getEnumConstants())
              .map(constant -> constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
              .toList();
      return names.contains(value.toLowerCase(Locale.ROOT))
          ? null
          : "one of " + String.join(", ", names);
    }
    return null;
  }

  /// What Quarkus takes for a duration.
  private static boolean isDuration(String value) {
    String text = value.toLowerCase(Locale.ROOT);
    if (text.matches("\\d+") || text.matches("\\d+ms")) {
      return true;
    }
    try {
      Duration.parse(text.startsWith("p") ? text : text.endsWith("d") ? "p" + text : "pt" + text);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private String nearest(String name) {
    return types.keySet().stream()
        .min(java.util.Comparator.comparingInt(known -> distance(name, known.replace("*", ""))))
        .orElseThrow()
        .replace("*", "<name>");
  }

  /// Levenshtein's.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        row[j] =
            Math.min(
                Math.min(row[j], row[j - 1]) + 1,
                diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1));
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
