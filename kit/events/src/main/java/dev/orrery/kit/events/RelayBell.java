package dev.orrery.kit.events;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Wakes the relay of this process after a commit, so that an event does not wait for the next
/// poll.
///
/// Not `NOTIFY`: it makes PostgreSQL commit one transaction at a time. A relay in another process
/// finds the row at its next poll.
@ApplicationScoped
class RelayBell {
  private final Semaphore rung = new Semaphore(0);

  void ring() {
    rung.release();
  }

  /// Returns when somebody rang since the last call, or after the time.
  void await(long millis) throws InterruptedException {
    if (rung.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
      rung.drainPermits();
    }
  }
}
