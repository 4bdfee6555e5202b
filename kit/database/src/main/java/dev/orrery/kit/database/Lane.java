package dev.orrery.kit.database;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets so many through at once; the others wait in the order in which they came, and not for ever.
final class Lane {
  private final String name;
  private final Semaphore turns;
  private final Duration patience;

  Lane(String name, int width, Duration patience) {
    this.name = name;
    this.turns = new Semaphore(width, true);
    this.patience = patience;
  }

  /// @throws DatabaseUnavailable when its turn did not come in time; then nothing was done
  <T extends @Nullable Object> T pass(Supplier<T> work) {
    enter();
    try {
      return work.get();
    } finally {
      turns.release();
    }
  }

  private void enter() {
    try {
      if (!turns.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new DatabaseUnavailable(
            "the database is busy: %d other %s waited, too, for %d ms"
                .formatted(turns.getQueueLength(), name, patience.toMillis()));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new DatabaseUnavailable("interrupted while waiting for the database", interrupted);
    }
  }
}
