package dev.orrery.gateway.conformance.world;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The data of a feature, and what all of its subgraphs say about types and owners together.
final class World {
  private final Map<String, ?> data;
  private final Map<String, Contract> contracts;
  private final Map<String, Set<String>> implementations = new HashMap<>();
  private final Map<String, Set<String>> contexts = new HashMap<>();
  private final AtomicInteger clock = new AtomicInteger();

  World(Map<String, ?> data, Map<String, String> sdls) {
    this.data = data;
    this.contracts = new TreeMap<>();
    sdls.forEach((name, sdl) -> contracts.put(name, new Contract(name, sdl)));
    for (Contract contract : contracts.values()) {
      contract
          .interfaces()
          .forEach((type, members) ->
              implementations.computeIfAbsent(type, _ -> new TreeSet<>()).addAll(members));
      contract
          .contexts()
          .forEach(
              (name, types) -> contexts.computeIfAbsent(name, _ -> new TreeSet<>()).addAll(types));
    }
  }

  Contract contract(String subgraph) {
    return contracts.get(subgraph);
  }

  Map<String, Contract> contracts() {
    return contracts;
  }

  /// Whether objects of `type` are `condition`, in any subgraph's eyes.
  boolean is(String type, String condition) {
    return type.equals(condition)
        || implementations.getOrDefault(condition, Set.of()).contains(type);
  }

  /// The rules of a field, from the subgraph that says most about it: by its own type, or by an
  /// interface whose interface object has it.
  Contract.Rules rules(String type, String field) {
    Contract.Rules found = null;
    for (Contract contract : contracts.values()) {
      for (String name : contract.typesNamed()) {
        Contract.Rules rules = is(type, name) ? contract.rules(name, field) : null;
        if (rules != null && (name.equals(type) || contract.isInterfaceObject(name))) {
          boolean more =
              rules.requires() != null || !rules.contextArguments().isEmpty() || found == null;
          found = more ? rules : found;
        }
      }
    }
    if (found == null) {
      throw new Fault("no subgraph has %s.%s".formatted(type, field));
    }
    return found;
  }

  /// The named type of a field; null when no subgraph has it.
  @Nullable String fieldType(String type, String field) {
    return contracts.values().stream()
        .map(c -> c.fieldType(type, field))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  Set<String> contextTypes(String name) {
    return contexts.getOrDefault(name, Set.of());
  }

  /// The root object of `Query`, `Mutation` or `Subscription`.
  Thing root(String type) {
    return Thing.root(type, map(data.get(type)));
  }

  /// Every object that has a name.
  Map<String, ?> objects() {
    return map(data.get("objects"));
  }

  Thing object(String name, @Nullable Thing parent) {
    if (!(objects().get(name) instanceof Map<?, ?> fields)) {
      throw new IllegalArgumentException("data.json has no object " + name);
    }
    return new Thing(
        name,
        String.valueOf(fields.get("__typename")),
        map(fields),
        null,
        java.util.List.of(),
        parent);
  }

  /// What a subgraph says of an object, where that is not what the others say: a map of fields, or
  /// null in place of an object that it does not know. Empty when there is nothing special.
  @Nullable Map<String, ?> special(String subgraph, String object) {
    Map<String, ?> own = map(map(data.get("in")).get(subgraph));
    return own.containsKey(object) && own.get(object) == null ? null : map(own.get(object));
  }

  /// One more at each call.
  int tick() {
    return clock.incrementAndGet();
  }

  /// Starts the clock again.
  void reset() {
    clock.set(0);
  }

  @SuppressWarnings("unchecked") // an object's keys are strings
  static Map<String, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, ?>) map : Map.of();
  }
}
