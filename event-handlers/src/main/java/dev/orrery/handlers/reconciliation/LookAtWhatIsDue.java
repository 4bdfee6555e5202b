package dev.orrery.handlers.reconciliation;

import dev.orrery.handlers.jobs.ResourceWork;
import dev.orrery.handlers.reconciliation.Attribute.Cause;
import dev.orrery.kit.background.RecurringWork;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/// Sends a look for each resource whose time has come. Any number of processes may run it; a row's
/// lock decides who takes it. A resource whose provider is away, or did not answer the last look,
/// is `UNKNOWN` until there is an answer; a provider that is away is not asked.
@ApplicationScoped
class LookAtWhatIsDue {
  private static final Logger LOG = Logger.getLogger(LookAtWhatIsDue.class);
  private static final int BATCH = 100;
  private static final String REACHABLE = "READY";

  private final Database database;
  private final Reconciliations reconciliations;
  private final Lookout lookout;
  private final ResourceWork work;
  private final ReconciliationSettings settings;
  private final RecurringWork looking =
      new RecurringWork(
          "due-looks",
          Duration.ofSeconds(1),
          this::round,
          outage -> LOG.warnf("nobody is looked at: %s", outage.getMessage()));

  LookAtWhatIsDue(
      Database database,
      Reconciliations reconciliations,
      Lookout lookout,
      ResourceWork work,
      ReconciliationSettings settings) {
    this.database = database.own();
    this.reconciliations = reconciliations;
    this.lookout = lookout;
    this.work = work;
    this.settings = settings;
  }

  void start(@Observes StartupEvent event) {
    looking.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    looking.stop();
  }

  private void round() throws InterruptedException {
    if (lookAtSome() < BATCH) {
      Thread.sleep(settings.poll());
    }
  }

  /// @return how many were due
  int lookAtSome() {
    return database.inTransaction(transaction -> {
      var now = reconciliations.now();
      var due =
          transaction.select(
              Reconciliation.class,
              Sql.of(
                      """
                      select * from reconciliation where look_at <= :now
                      order by look_at limit %d for update skip locked
                      """
                          .formatted(BATCH))
                  .with("now", now));
      if (!due.isEmpty()) {
        var reachable = reachable(transaction, due);
        due.forEach(row -> look(transaction, row, reachable.contains(row.provider)));
      }
      return due.size();
    });
  }

  private void look(Transaction transaction, Reconciliation row, boolean reachable) {
    var now = reconciliations.now();
    if (!reachable || !row.answered) {
      reconciliations.change(transaction, row, unheard -> unknown(unheard, reachable));
    }
    // Who is not there is not asked sooner because of it.
    var every = settings.next(row.kind, !reachable || row.observedAt != null);
    row.lookAt = now.plus(every);
    if (reachable) {
      row.looks++;
      row.answered = false;
      lookout.look(
          transaction,
          row,
          work.newestToken(transaction, row.id),
          now.plus(settings.every(row.kind)));
    }
  }

  private void unknown(Reconciliation row, boolean reachable) {
    if (row.status == SyncStatus.DRIFTED || row.status == SyncStatus.CORRECTING) {
      // What was seen last is worth more than that nobody answers now.
      return;
    }
    var now = reconciliations.now();
    row.status = SyncStatus.UNKNOWN;
    row.message =
        reachable
            ? "the provider did not answer the last look"
            : "the provider %s is not there".formatted(row.provider);
    row.attributes =
        Attribute.write(
            row.known().stream()
                .map(each ->
                    each.status() == SyncStatus.IN_SYNC
                        ? each.with(SyncStatus.UNKNOWN, Cause.NO_ANSWER, now)
                        : each)
                .toList());
  }

  private static List<String> reachable(Transaction transaction, List<Reconciliation> due) {
    var names = due.stream().map(row -> row.provider).collect(Collectors.toSet());
    return transaction
        .rows(
            Sql.of("select name from provider where status = :status and name = any(:names)")
                .with("status", REACHABLE)
                .with("names", names.toArray(String[]::new)))
        .stream()
        .map(row -> (String) Objects.requireNonNull(row[0]))
        .toList();
  }
}
