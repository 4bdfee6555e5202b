package dev.orrery.kit.events;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Waits for an assertion to hold.
final class Eventually {
  private Eventually() {}

  static void within(Duration time, ThrowingCallable assertion) throws Throwable {
    long end = System.nanoTime() + time.toNanos();
    while (true) {
      try {
        assertion.call();
        return;
      } catch (AssertionError | java.io.IOException | IllegalStateException notYet) {
        if (System.nanoTime() - end > 0) {
          throw notYet;
        }
        Thread.sleep(50);
      }
    }
  }
}
