package dev.orrery.handlers.jobs;

import dev.orrery.kit.database.Database;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Does what is due: sends orders again, and looks where nobody knows. Any number of processes may
/// run it; a row's lock decides who takes a step, and the order leaves in the same transaction.
@ApplicationScoped
class RetryDueSteps {
  private static final Logger LOG = Logger.getLogger(RetryDueSteps.class);

  private final Database database;
  private final Jobs jobs;
  private final JobFlow flow;
  private final JobSettings settings;
  private volatile @Nullable Thread thread;

  RetryDueSteps(Database database, Jobs jobs, JobFlow flow, JobSettings settings) {
    this.database = database;
    this.jobs = jobs;
    this.flow = flow;
    this.settings = settings;
  }

  void start(@Observes StartupEvent event) {
    thread = Thread.ofVirtual().name("due-steps").start(this::run);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    var running = thread;
    if (running != null) {
      running.interrupt();
      running.join();
    }
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        if (!retryOne()) {
          Thread.sleep(settings.poll());
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException outage) {
        LOG.warnf("due steps wait: %s", outage.getMessage());
        rest();
      }
    }
  }

  /// @return whether there was one
  private boolean retryOne() {
    return database.inTransaction(transaction -> {
      var due = jobs.nextDue(transaction, jobs.now());
      due.ifPresent(
          loaded -> jobs.change(transaction, loaded, job -> flow.doWhatIsDue(transaction, job)));
      return due.isPresent();
    });
  }

  private static void rest() {
    try {
      Thread.sleep(1000);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
