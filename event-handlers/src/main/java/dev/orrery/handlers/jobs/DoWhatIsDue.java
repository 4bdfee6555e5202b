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
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

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
    boolean sent = goOn(queue::next, flow::takeTurn);
    if (!ended && !retried && !sent) {
      Thread.sleep(settings.poll());
    }
  }

  /// The jobs whose time has come, with the locks of their resources.
  private interface Search {
    List<UUID> in(Transaction transaction, Set<UUID> aside);
  }

  /// @return whether there was any
  private boolean goOn(Search search, BiConsumer<Transaction, LoadedJob> work) {
    Set<UUID> aside = setAside.at(jobs.now());
    var current = new AtomicReference<@Nullable UUID>();
    try {
      return database.inTransaction(transaction -> {
        transaction.deferWrites();
        var found = search.in(transaction, aside);
        for (var id : found) {
          current.set(id);
          jobs.change(
              transaction, jobs.load(transaction, id), job -> work.accept(transaction, job));
        }
        return !found.isEmpty();
      });
    } catch (DatabaseUnavailable outage) {
      throw outage;
    } catch (RuntimeException failure) {
      UUID job = current.get();
      if (job == null) {
        throw failure;
      }
      LOG.errorf(
          failure,
          "%s could not be gone on with, and waits for %s",
          new TypeId("job", job),
          settings.setAside());
      setAside.add(job, jobs.now());
      return true;
    }
  }
}
