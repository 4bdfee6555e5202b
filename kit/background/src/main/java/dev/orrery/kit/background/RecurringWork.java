package dev.orrery.kit.background;

import java.time.Duration;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// Work that a process does round by round for as long as it runs, on a virtual thread of its own.
///
/// Whatever a round throws, an [Error] too, is followed by another round after a rest: a thread
/// that ends by itself leaves a process that looks healthy and no longer does what it is there for.
public final class RecurringWork {
  private static final Logger LOG = Logger.getLogger(RecurringWork.class);

  private final String name;
  private final Duration rest;
  private final Round round;
  private final Consumer<Exception> failed;
  private final WorkThread thread;

  /// @param name also the thread's: `event-relay`
  /// @param rest after a round that failed; between others it is the round that waits
  /// @param failed is told why a round failed, except while the work is stopped. Errors go to the
  ///   log
  public RecurringWork(String name, Duration rest, Round round, Consumer<Exception> failed) {
    this.name = name;
    this.rest = rest;
    this.round = round;
    this.failed = failed;
    this.thread = new WorkThread(name);
  }

  @FunctionalInterface
  public interface Round {
    /// @throws InterruptedException when the work is stopped
    void run() throws Exception;
  }

  public void start() {
    thread.start(this::run);
  }

  /// Interrupts the round. It has ended when this returns, and none follows.
  public void stop() throws InterruptedException {
    thread.stop();
  }

  private void run() {
    while (!thread.isStopping()) {
      try {
        round.run();
      } catch (Exception failure) {
        tell(failure);
        thread.rest(rest);
      } catch (Error broken) {
        LOG.errorf(broken, "%s goes on after what should never happen", name);
        thread.rest(rest);
      }
    }
  }

  /// What is interrupted often fails in words of its own.
  private void tell(Exception failure) {
    if (thread.isStopping()) {
      LOG.debugf(failure, "%s was stopped", name);
      return;
    }
    try {
      failed.accept(failure);
    } catch (RuntimeException | Error untold) {
      untold.addSuppressed(failure);
      LOG.errorf(untold, "%s goes on, and could not say why it failed", name);
    }
  }
}
