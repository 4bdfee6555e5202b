package dev.orrery.kit.events;

import dev.orrery.kit.background.RecurringWork;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import java.time.Duration;
import org.jboss.logging.Logger;

/// Measures the outbox, asks NATS how safe it is, and throws away what nobody will ask for any
/// more.
final class Housekeeping {
  private static final Logger LOG = Logger.getLogger(Housekeeping.class);
  private static final Duration MEASURE = Duration.ofSeconds(2);
  private static final int MEASURES_PER_SYNC_CHECK = 5;
  private static final int MEASURES_PER_PURGE = 150;
  private static final int PURGE_BATCH = 1000;

  private final Database database;
  private final OutboxRows outbox;
  private final Relay relay;
  private final SyncCheck sync;
  private final EventSettings settings;
  private final EventMetrics metrics;
  private final RecurringWork work =
      new RecurringWork(
          "event-housekeeping",
          MEASURE,
          this::round,
          outage -> LOG.debugf(outage, "the outbox could not be measured"));
  private long rounds;

  Housekeeping(
      Database database,
      OutboxRows outbox,
      Relay relay,
      SyncCheck sync,
      EventSettings settings,
      EventMetrics metrics) {
    this.database = database;
    this.outbox = outbox;
    this.relay = relay;
    this.sync = sync;
    this.settings = settings;
    this.metrics = metrics;
  }

  void start() {
    work.start();
  }

  void stop() throws InterruptedException {
    work.stop();
  }

  private void round() throws InterruptedException {
    rounds++;
    if (rounds % MEASURES_PER_SYNC_CHECK == 1) {
      sync.ask();
    }
    metrics.backlog(outbox.backlog());
    metrics.deferred(WaitingRoom.counts(database));
    if (rounds % MEASURES_PER_PURGE == 0 && relay.isLeading()) {
      purge();
    }
    Thread.sleep(MEASURE);
  }

  /// Small batches, so that no lock is held for long.
  void purge() {
    int gone;
    do {
      gone = outbox.purge(settings.outboxRetention(), PURGE_BATCH);
    } while (gone == PURGE_BATCH);
    do {
      gone = purgeInbox(settings.inboxRetention());
    } while (gone == PURGE_BATCH);
  }

  private int purgeInbox(Duration retention) {
    return database.inTransaction(transaction ->
        transaction.execute(
            Sql.of(
                    """
                    delete from inbox where (consumer, event_id) in (
                      select consumer, event_id from inbox
                      where handled_at < clock_timestamp() - cast(:seconds as bigint) * interval '1 second'
                      order by handled_at limit :limit)
                    """)
                .with("seconds", retention.toSeconds())
                .with("limit", PURGE_BATCH)));
  }
}
