package dev.orrery.gateway.execution.coalescing;

import dev.orrery.gateway.execution.http.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;

/// Work that is being done right now, by key: who asks for the same waits for the same result.
/// Nothing is kept once the work is done, so no answer is ever older than the question.
public final class InFlight<K, V> {
  private final ConcurrentHashMap<K, Work<V>> running = new ConcurrentHashMap<>();
  private final LongAdder shared = new LongAdder();

  /// Work and how many wait for it.
  private static final class Work<V> {
    final Promise<V> result = Promise.promise();
    final Cancellation cancellation = new Cancellation();
    // Guarded by this; 0 means that all have left.
    private int waiting = 1;

    synchronized boolean enter() {
      if (waiting == 0) {
        return false;
      }
      waiting++;
      return true;
    }

    synchronized boolean leave() {
      return --waiting == 0;
    }
  }

  /// Joins the work under `key`, or starts it.
  public Future<V> join(K key, Supplier<Future<V>> work) {
    return join(key, Cancellation.NEVER, _ -> work.get());
  }

  /// Joins the work under `key`, or starts it. The work is cancelled once everybody who joined has
  /// cancelled; nobody joins it any more then.
  public Future<V> join(K key, Cancellation mine, Function<Cancellation, Future<V>> work) {
    while (true) {
      Work<V> own = new Work<>();
      Work<V> theirs = running.putIfAbsent(key, own);
      if (theirs == null) {
        mine.onCancel(() -> leave(key, own));
        start(key, own, work);
        return own.result.future();
      }
      if (theirs.enter()) {
        shared.increment();
        mine.onCancel(() -> leave(key, theirs));
        return theirs.result.future();
      }
      running.remove(key, theirs);
    }
  }

  private void leave(K key, Work<V> work) {
    if (work.leave()) {
      running.remove(key, work);
      work.cancellation.cancel();
    }
  }

  private void start(K key, Work<V> own, Function<Cancellation, Future<V>> work) {
    try {
      work.apply(own.cancellation)
          .onComplete(done -> {
            running.remove(key, own);
            own.result.handle(done);
          });
    } catch (RuntimeException e) {
      running.remove(key, own);
      own.result.fail(e);
    }
  }

  /// How often somebody got the result of work that was being done already.
  public long shared() {
    return shared.sum();
  }

  /// How many different things are being done.
  public int size() {
    return running.size();
  }
}
