package dev.orrery.gateway.planning;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/// A map of bounded size that forgets what was not used for longest, and makes each missing value
/// once, outside its lock.
final class Recent<K, V> {
  private final Map<K, CompletableFuture<V>> entries;

  Recent(int capacity) {
    this.entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, CompletableFuture<V>> eldest) {
            return size() > capacity;
          }
        };
  }

  /// @param keep whether the value is worth keeping
  record Made<V>(V value, boolean keep) {}

  V get(K key, Supplier<Made<V>> maker) {
    CompletableFuture<V> future;
    var mine = false;
    synchronized (entries) {
      future = entries.get(key);
      if (future == null) {
        future = new CompletableFuture<>();
        entries.put(key, future);
        mine = true;
      }
    }
    if (mine) {
      make(key, future, maker);
    }
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void make(K key, CompletableFuture<V> future, Supplier<Made<V>> maker) {
    try {
      var made = maker.get();
      if (!made.keep()) {
        remove(key, future);
      }
      future.complete(made.value());
    } catch (RuntimeException | Error e) {
      remove(key, future);
      future.completeExceptionally(e);
    }
  }

  private void remove(K key, CompletableFuture<V> future) {
    synchronized (entries) {
      entries.remove(key, future);
    }
  }

  /// The least recently used first.
  List<K> keys() {
    synchronized (entries) {
      return new ArrayList<>(entries.keySet());
    }
  }

  int size() {
    synchronized (entries) {
      return entries.size();
    }
  }
}
