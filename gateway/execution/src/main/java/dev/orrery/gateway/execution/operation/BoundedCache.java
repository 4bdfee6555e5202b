package dev.orrery.gateway.execution.operation;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// Keeps at most so many entries, those that were used lately longer than others ("second chance").
final class BoundedCache<K, V> {
  private final int capacity;
  private final ConcurrentHashMap<K, Entry<V>> entries = new ConcurrentHashMap<>();
  private final Queue<K> order = new ConcurrentLinkedQueue<>();

  private static final class Entry<V> {
    final V value;
    volatile boolean used;

    Entry(V value) {
      this.value = value;
    }
  }

  BoundedCache(int capacity) {
    this.capacity = capacity;
  }

  @Nullable V get(K key) {
    Entry<V> entry = entries.get(key);
    if (entry == null) {
      return null;
    }
    if (!entry.used) {
      entry.used = true;
    }
    return entry.value;
  }

  /// Keeps a value; an earlier one under the same key stays.
  void put(K key, V value) {
    if (entries.putIfAbsent(key, new Entry<>(value)) != null) {
      return;
    }
    order.add(key);
    // Twice around at most, so that concurrent use cannot keep this loop going.
    for (int tries = 2 * capacity; entries.size() > capacity && tries > 0; tries--) {
      K oldest = order.poll();
      if (oldest == null) {
        return;
      }
      Entry<V> entry = entries.get(oldest);
      if (entry != null && entry.used) {
        entry.used = false;
        order.add(oldest);
      } else {
        entries.remove(oldest);
      }
    }
  }

  /// The keys, in no order.
  List<K> keys() {
    return List.copyOf(entries.keySet());
  }
}
