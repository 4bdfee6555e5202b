package dev.orrery.kit.background;

import java.time.Duration;
import org.jboss.logging.Logger;

/// Work at the start of a service without which it would be of no use to others: it is tried each
/// second until it is done, or the service stops. So it must be right to do it twice.
public final class StartingWork {
  private static final Logger LOG = Logger.getLogger(StartingWork.class);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final String name;
  private final Runnable work;
  private final WorkThread thread;

  /// @param name what it is, for whoever reads the log: `the announcement of actions`
  public StartingWork(String name, Runnable work) {
    this.name = name;
    this.work = work;
    this.thread = new WorkThread(name);
  }

  public void start() {
    thread.start(this::run);
  }

  public void stop() throws InterruptedException {
    thread.stop();
  }

  private void run() {
    while (!thread.isStopping()) {
      try {
        work.run();
        return;
      } catch (RuntimeException | Error failure) {
        if (thread.isStopping()) {
          LOG.debugf(failure, "%s was stopped", name);
        } else {
          LOG.errorf(failure, "%s failed, it is tried again", name);
        }
        thread.rest(AGAIN);
      }
    }
  }
}
