package dev.orrery.provider.runner;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Interrupts the thread that set it, at a moment, unless it was closed before. After `close` the
/// thread is not interrupted, whoever won the race.
final class Alarm implements AutoCloseable {
  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("deadlines").factory());

  private final Thread thread = Thread.currentThread();
  private @Nullable Future<?> ringing;
  private boolean over;

  private Alarm() {}

  static Alarm at(@Nullable Instant moment) {
    var alarm = new Alarm();
    if (moment != null) {
      long millis = Math.max(0, Duration.between(Instant.now(), moment).toMillis());
      alarm.ringing = CLOCK.schedule(alarm::ring, millis, TimeUnit.MILLISECONDS);
    }
    return alarm;
  }

  private synchronized void ring() {
    if (!over) {
      thread.interrupt();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      over = true;
    }
    if (ringing != null) {
      ringing.cancel(false);
    }
    // What interrupted the provider must not interrupt the report.
    Thread.interrupted();
  }
}
