package dev.orrery.handlers.jobs;

import dev.orrery.kit.background.RecurringWork;
import dev.orrery.kit.database.Database;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/// Does what is due: sends orders whose turn has come, sends them again, looks where nobody knows,
/// and ends what took too long. Any number of processes may run it; a row's lock decides who takes
/// a step, and the order leaves in the same transaction.
@ApplicationScoped
class DoWhatIsDue {
  private static final Logger LOG = Logger.getLogger(DoWhatIsDue.class);

  private final Database database;
  private final Jobs jobs;
  private final JobFlow flow;
  private final JobQueue queue;
  private final JobSettings settings;
  private final RecurringWork work =
      new RecurringWork(
          "due-steps",
          Duration.ofSeconds(1),
          this::round,
          outage -> LOG.warnf("due steps wait: %s", outage.getMessage()));

  DoWhatIsDue(Database database, Jobs jobs, JobFlow flow, JobQueue queue, JobSettings settings) {
    this.database = database.own();
    this.jobs = jobs;
    this.flow = flow;
    this.queue = queue;
    this.settings = settings;
  }

  void start(@Observes StartupEvent event) {
    work.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    work.stop();
  }

  private void round() throws InterruptedException {
    boolean ended = endOne();
    boolean retried = retryOne();
    boolean sent = sendSome();
    if (!ended && !retried && !sent) {
      Thread.sleep(settings.poll());
    }
  }

  /// @return whether there was one
  private boolean retryOne() {
    return database.inTransaction(transaction -> {
      transaction.deferWrites();
      var due = jobs.nextDue(transaction, jobs.now());
      due.ifPresent(
          loaded -> jobs.change(transaction, loaded, job -> flow.doWhatIsDue(transaction, job)));
      return due.isPresent();
    });
  }

  /// @return whether there was one
  private boolean endOne() {
    return database.inTransaction(transaction -> {
      transaction.deferWrites();
      var late = jobs.nextExpired(transaction, jobs.now());
      late.ifPresent(
          loaded -> jobs.change(transaction, loaded, job -> flow.expire(transaction, job)));
      return late.isPresent();
    });
  }

  /// @return whether there was one
  private boolean sendSome() {
    return database.inTransaction(transaction -> {
      transaction.deferWrites();
      var next = queue.next(transaction);
      next.forEach(id ->
          jobs.change(
              transaction, jobs.load(transaction, id), job -> flow.takeTurn(transaction, job)));
      return !next.isEmpty();
    });
  }
}
