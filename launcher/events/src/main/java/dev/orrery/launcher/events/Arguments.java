package dev.orrery.launcher.events;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What was typed after a command.
///
/// @param values options with a value, as often as they were given
/// @param flags options without one
/// @param rest what is no option
record Arguments(Map<String, List<String>> values, Set<String> flags, List<String> rest) {

  /// @param valued names of options that take a value: `--type x` or `--type=x`
  /// @param flags names of those that take none
  /// @throws WrongCall for an option that is neither, or has no value
  static Arguments parse(List<String> words, Set<String> valued, Set<String> flags) {
    Map<String, List<String>> values = new HashMap<>();
    Set<String> set = new HashSet<>();
    List<String> rest = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      String name = word.startsWith("--") && equals > 0 ? word.substring(0, equals) : word;
      if (valued.contains(name)) {
        String value;
        if (equals > 0 && !name.equals(word)) {
          value = word.substring(equals + 1);
        } else if (i + 1 < words.size()) {
          value = words.get(++i);
        } else {
          throw new WrongCall(name + " needs a value");
        }
        values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
      } else if (flags.contains(word)) {
        set.add(word);
      } else if (word.startsWith("-")) {
        throw new WrongCall("there is no option " + name);
      } else {
        rest.add(word);
      }
    }
    return new Arguments(values, set, List.copyOf(rest));
  }

  boolean has(String flag) {
    return flags.contains(flag);
  }

  /// The values of an option that may be repeated, or hold several divided by commas.
  List<String> all(String option) {
    return values.getOrDefault(option, List.of()).stream()
        .flatMap(value -> List.of(value.split(",")).stream())
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  /// @throws WrongCall when it was given more than once
  Optional<String> one(String option) {
    List<String> given = values.getOrDefault(option, List.of());
    if (given.size() > 1) {
      throw new WrongCall(option + " may be given once");
    }
    return given.stream().findFirst();
  }

  @Nullable String oneOrNull(String option) {
    return one(option).orElse(null);
  }

  /// @throws WrongCall when there is anything besides options
  Arguments withoutRest() {
    if (!rest.isEmpty()) {
      throw new WrongCall("'%s' is no option".formatted(Objects.requireNonNull(rest.getFirst())));
    }
    return this;
  }
}
