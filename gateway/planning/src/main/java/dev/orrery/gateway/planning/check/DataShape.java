package dev.orrery.gateway.planning.check;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the data tree holds after some fetches: for each key the object types that have it.
final class DataShape {
  private final Map<String, Entry> entries = new TreeMap<>();
  private final Set<String> arrived = new TreeSet<>();

  /// @param types the object types for which the key is there
  record Entry(Set<String> types, DataShape below) {}

  /// @param types of the objects for which a fetch brings the key
  DataShape put(String key, Set<String> types) {
    var entry = entries.computeIfAbsent(key, _ -> new Entry(new TreeSet<>(), new DataShape()));
    entry.types().addAll(types);
    return entry.below();
  }

  /// The object types that fetches may find at this place.
  Set<String> arrived() {
    return arrived;
  }

  Set<String> types(String key) {
    var entry = entries.get(key);
    return entry == null ? Set.of() : entry.types();
  }

  DataShape below(String key) {
    var entry = entries.get(key);
    return entry == null ? new DataShape() : entry.below();
  }
}
