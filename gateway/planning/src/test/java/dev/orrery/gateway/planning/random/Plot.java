package dev.orrery.gateway.planning.random;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What the makers of a graph's parts share: the draft, the dice, and what there is so far.
final class Plot {
  final Chance chance;
  final Draft draft;
  final List<Declared> leaves = new ArrayList<>();
  final List<Declared> references = new ArrayList<>();
  private final Map<String, Keys> keys = new HashMap<>();
  private final Set<Declared> settled = new HashSet<>();
  private int names;

  /// A field and the subgraphs that answer it.
  ///
  /// @param arguments in parentheses; empty without
  /// @param of the type of its value
  record Declared(String type, String name, String arguments, String of, Set<Integer> homes) {
    String target() {
      return of.replaceAll("[\\[\\]!]", "");
    }

    String text() {
      return arguments + ": " + of;
    }
  }

  Plot(long seed) {
    this.chance = new Chance(seed);
    this.draft = new Draft(2 + chance.below(3));
  }

  int anySubgraph() {
    return chance.below(draft.subgraphs());
  }

  static String nameOf(int subgraph) {
    return String.valueOf((char) ('a' + subgraph));
  }

  /// A name that nothing else has.
  String fresh(String start) {
    return start + names++;
  }

  void entity(String type) {
    keys.put(type, Keys.byChance(type, this));
  }

  List<String> entities() {
    return keys.keySet().stream().sorted().toList();
  }

  boolean isEntity(String type) {
    return keys.containsKey(type);
  }

  /// Lets the subgraph know an entity, if only by its key.
  void ensure(int subgraph, String type) {
    if (!draft.has(subgraph, type) && keys.containsKey(type)) {
      keys.get(type).add(subgraph, this);
    }
  }

  /// Declares a field in some subgraphs; shareable when there are several.
  Declared declare(String type, String name, String arguments, String of, Set<Integer> homes) {
    var declared = new Declared(type, name, arguments, of, new TreeSet<>(homes));
    for (var s : homes) {
      ensure(s, type);
      if (homes.size() > 1) {
        draft.field(s, type, name, declared.text(), "@shareable");
      } else {
        draft.field(s, type, name, declared.text());
      }
    }
    return declared;
  }

  void external(int subgraph, Declared field) {
    ensure(subgraph, field.type());
    draft.field(subgraph, field.type(), field.name(), field.text(), "@external");
  }

  /// Claims a field for something that goes with nothing else; false when somebody was faster.
  boolean settle(Declared field) {
    return settled.add(field);
  }

  boolean isSettled(Declared field) {
    return settled.contains(field);
  }
}
