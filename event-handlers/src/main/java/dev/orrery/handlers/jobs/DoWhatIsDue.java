package dev.orrery.handlers.jobs;

import dev.orrery.kit.background.RecurringWork;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.DatabaseUnavailable;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/// Does what is due: sends orders whose turn has come, sends them again, looks where nobody knows,
/// and ends what took too long. Any number of processes may run it; a row's lock decides who takes
/// a step, and the order leaves in the same transaction. A job that cannot be gone on with holds up
/// no other.
@ApplicationScoped
class DoWhatIsDue {
  private static final Logger LOG = Logger.getLogger(DoWhatIsDue.class);

  private final Database database;
  private final Jobs jobs;
  private final JobFlow flow;
  private final JobQueue queue;
  private final JobSettings settings;
  private final SetAside setAside;
  private boolean singly;
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
    this.setAside = new SetAside(settings.setAside());
  }

  void start(@Observes StartupEvent event) {
    work.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    work.stop();
  }

  private void round() throws InterruptedException {
    boolean ended = goOn(jobs::nextExpired, flow::expire);
    boolean retried = goOn(jobs::nextDue, flow::doWhatIsDue);
    boolean sent = goOn(this::nextInQueue, flow::takeTurn);
    if (!ended && !retried && !sent) {
      Thread.sleep(settings.poll());
    }
  }

  private List<UUID> nextInQueue(Transaction transaction, Set<UUID> aside) {
    List<UUID> next = queue.next(transaction, aside, singly ? 1 : JobQueue.BATCH);
    singly = singly && !next.isEmpty();
    return next;
  }

  /// The jobs whose time has come, with the locks of their resources.
  private interface Search {
    List<UUID> in(Transaction transaction, Set<UUID> aside);
  }

  /// @return whether there was any, and all went well
  private boolean goOn(Search search, BiConsumer<Transaction, LoadedJob> work) {
    Set<UUID> aside = setAside.at(jobs.now());
    List<UUID> taken = new ArrayList<>();
    try {
      database.inTransaction(transaction -> {
        transaction.deferWrites();
        taken.addAll(search.in(transaction, aside));
        for (var id : taken) {
          jobs.change(
              transaction, jobs.load(transaction, id), job -> work.accept(transaction, job));
        }
        return true;
      });
    } catch (DatabaseUnavailable outage) {
      throw outage;
    } catch (RuntimeException | Error failure) {
      blame(taken, failure);
      return false;
    }
    return !taken.isEmpty();
  }

  /// Which of several it was shows when they go one by one: a transaction writes at its end.
  private void blame(List<UUID> taken, Throwable failure) {
    switch (taken.size()) {
      case 0 -> LOG.error("what is due could not be found", failure);
      case 1 -> {
        LOG.errorf(
            failure,
            "%s could not be gone on with, and waits for %s",
            new TypeId("job", taken.getFirst()),
            settings.setAside());
        setAside.add(taken.getFirst(), jobs.now());
        singly = false;
      }
      default -> {
        LOG.warnf("%d jobs could not be gone on with together: %s", taken.size(), failure);
        singly = true;
      }
    }
  }
}
