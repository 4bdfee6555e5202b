package dev.orrery.kit.events;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/// Writes down which rows were published, beside the relay that goes on publishing: what is
/// acknowledged while one mark is being written goes into the next one.
///
/// Marks are written in the order in which they were asked for. After one that failed none follows
/// until the relay knows, so rows that are read again are read in order.
final class Marks {
  private final OutboxRows outbox;
  private final ExecutorService executor;
  private final Set<Long> waiting = new LinkedHashSet<>();
  private Set<Long> underWay = Set.of();
  private boolean fenced;
  private @Nullable RuntimeException failure;

  Marks(OutboxRows outbox, ExecutorService executor) {
    this.outbox = outbox;
    this.executor = executor;
  }

  /// Rows that were published and are not known to be marked: they must not be read again.
  synchronized List<Long> open() {
    LinkedHashSet<Long> open = new LinkedHashSet<>(underWay);
    open.addAll(waiting);
    return List.copyOf(open);
  }

  synchronized void add(Lease.Hold hold, Collection<Long> ids) {
    waiting.addAll(ids);
    if (underWay.isEmpty() && isGood()) {
      underWay = Set.copyOf(waiting);
      waiting.clear();
      executor.execute(() -> write(hold));
    }
  }

  private void write(Lease.Hold hold) {
    for (Set<Long> ids = now(); !ids.isEmpty(); ids = next()) {
      try {
        if (!outbox.mark(hold, ids)) {
          refused();
        }
      } catch (RuntimeException outage) {
        failed(outage);
      } catch (Error broken) {
        failed(new IllegalStateException("marks could not be written", broken));
      }
    }
  }

  private synchronized Set<Long> now() {
    return underWay;
  }

  private synchronized Set<Long> next() {
    underWay = isGood() ? Set.copyOf(waiting) : Set.of();
    if (isGood()) {
      waiting.clear();
    }
    notifyAll();
    return underWay;
  }

  private synchronized void refused() {
    fenced = true;
  }

  private synchronized void failed(RuntimeException outage) {
    failure = outage;
  }

  private boolean isGood() {
    return !fenced && failure == null;
  }

  synchronized boolean areGood() {
    return isGood();
  }

  /// Waits for the marks that were begun, and then starts afresh.
  ///
  /// @return false when the lease has changed hands
  /// @throws RuntimeException what kept the last mark from being written
  synchronized boolean settle() throws InterruptedException {
    while (!underWay.isEmpty()) {
      wait();
    }
    RuntimeException thrown = failure;
    boolean held = !fenced;
    waiting.clear();
    failure = null;
    fenced = false;
    if (thrown != null) {
      throw thrown;
    }
    return held;
  }

  /// Gives the marks that were begun that long at most; what is not marked then is published again,
  /// under the same ids.
  synchronized void finish(Duration patience) {
    boolean stopped = Thread.interrupted();
    long until = System.nanoTime() + patience.toNanos();
    try {
      for (long left = patience.toMillis(); !underWay.isEmpty() && left > 0; ) {
        wait(left);
        left = Duration.ofNanos(until - System.nanoTime()).toMillis();
      }
    } catch (InterruptedException again) {
      stopped = true;
    }
    if (stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
