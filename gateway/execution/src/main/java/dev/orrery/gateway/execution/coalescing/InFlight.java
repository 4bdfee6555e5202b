package dev.orrery.gateway.execution.coalescing;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Work that is being done right now, by key: who asks for the same waits for the same result.
/// Nothing is kept once the work is done, so no answer is ever older than the question.
public final class InFlight<K, V> {
  private final ConcurrentHashMap<K, Future<V>> running = new ConcurrentHashMap<>();

  /// Joins the work under `key`, or starts it.
  public Future<V> join(K key, Supplier<Future<V>> work) {
    Promise<V> mine = Promise.promise();
    Future<V> theirs = running.putIfAbsent(key, mine.future());
    if (theirs != null) {
      return theirs;
    }
    try {
      work.get()
          .onComplete(done -> {
            running.remove(key);
            mine.handle(done);
          });
    } catch (RuntimeException e) {
      running.remove(key);
      mine.fail(e);
    }
    return mine.future();
  }

  /// How many different things are being done.
  public int size() {
    return running.size();
  }
}
