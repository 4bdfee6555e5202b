package dev.orrery.kit.background;

import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The virtual thread of something that goes on beside answering.
final class WorkThread {
  private static final Logger LOG = Logger.getLogger(WorkThread.class);
  private static final Duration AGAIN = Duration.ofMillis(500);

  private final String name;
  private volatile @Nullable Thread thread;
  private volatile boolean stopping;

  WorkThread(String name) {
    this.name = name;
  }

  void start(Runnable work) {
    if (thread != null) {
      throw new IllegalStateException(name + " was started before");
    }
    thread = Thread.ofVirtual().name(name).start(work);
  }

  /// Returns when the thread has ended. Libraries lose interrupts, so there may be more than one.
  void stop() throws InterruptedException {
    stopping = true;
    Thread running = thread;
    if (running != null) {
      do {
        running.interrupt();
      } while (!running.join(AGAIN));
    }
  }

  /// An interrupt is how the work is woken to look here, and no answer by itself.
  boolean isStopping() {
    return stopping;
  }

  void rest(Duration time) {
    try {
      if (!stopping) {
        Thread.sleep(time);
      }
    } catch (InterruptedException woken) {
      LOG.debugf("%s was woken", name);
    }
  }
}
