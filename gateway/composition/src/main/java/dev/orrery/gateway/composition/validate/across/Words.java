package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.merge.Declared;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;

/// Lists things in English.
final class Words {
  private Words() {}

  static String and(Collection<String> items) {
    var list = List.copyOf(items);
    if (list.size() < 2) {
      return String.join("", list);
    }
    return String.join(", ", list.subList(0, list.size() - 1)) + " and " + list.getLast();
  }

  /// `subgraph "a"`, or `subgraphs "a" and "b"`.
  static String subgraphs(Collection<String> names) {
    var quoted = names.stream().distinct().map(name -> "\"" + name + "\"").toList();
    return (quoted.size() == 1 ? "subgraph " : "subgraphs ") + and(quoted);
  }

  /// What each subgraph says, grouped: `type "A" in subgraph "x" and type "B" in subgraph "y"`.
  static <T> String grouped(String noun, List<Declared<T>> declared, Function<T, String> saying) {
    var groups = new LinkedHashMap<String, List<String>>();
    declared.forEach(it ->
        groups.computeIfAbsent(saying.apply(it.element()), _ -> new ArrayList<>()).add(it.in()));
    return and(
        groups.entrySet().stream()
            .map(e -> "%s %s in %s".formatted(noun, e.getKey(), subgraphs(e.getValue())))
            .toList());
  }
}
