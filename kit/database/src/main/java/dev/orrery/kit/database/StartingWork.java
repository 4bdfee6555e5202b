package dev.orrery.kit.database;

import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Work at the start of a service without which it would be of no use to others: it is tried each
/// second until it is done, or the service stops. So it must be right to do it twice.
public final class StartingWork {
  private static final Logger LOG = Logger.getLogger(StartingWork.class);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final String name;
  private final Runnable work;
  private volatile @Nullable Thread thread;

  /// @param name what it is, for whoever reads the log: `the announcement of actions`
  public StartingWork(String name, Runnable work) {
    this.name = name;
    this.work = work;
  }

  public void start() {
    thread = Thread.ofVirtual().name(name).start(this::run);
  }

  public void stop() throws InterruptedException {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
      running.join();
    }
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        work.run();
        return;
      } catch (RuntimeException failure) {
        LOG.errorf(failure, "%s failed, it is tried again", name);
        rest();
      }
    }
  }

  private static void rest() {
    try {
      Thread.sleep(AGAIN);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
