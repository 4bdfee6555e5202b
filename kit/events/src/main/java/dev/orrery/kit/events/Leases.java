package dev.orrery.kit.events;

import dev.orrery.kit.background.RecurringWork;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Takes, renews and gives back the leases of one process, all in one statement a time.
///
/// PostgreSQL's clock decides when a lease is over for others; for the holder it is over earlier,
/// because its own time counts from before the question was sent.
final class Leases {
  private static final Logger LOG = Logger.getLogger(Leases.class);

  private final Database database;
  private final Duration length;
  private final String holder = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
  private final List<Lease> leases = new CopyOnWriteArrayList<>();
  private final RecurringWork keeping;

  Leases(Database database, Duration length) {
    this.database = database;
    this.length = length;
    this.keeping =
        new RecurringWork(
            "event-leases",
            length.dividedBy(8),
            this::keep,
            outage -> LOG.debugf(outage, "leases could not be renewed"));
  }

  /// A lease that is taken as soon as it is wanted and free.
  Lease of(String name) {
    Lease lease = new Lease(name);
    leases.add(lease);
    return lease;
  }

  void start() {
    keeping.start();
  }

  /// Gives every lease back, so that another replica need not wait for the end of it.
  void stop() throws InterruptedException {
    keeping.stop();
    leases.forEach(lease -> lease.want(false));
    try {
      renew();
    } catch (RuntimeException unreachable) {
      LOG.infof("leases were not given back, they run out by themselves: %s", unreachable);
    }
  }

  private void keep() throws InterruptedException {
    renew();
    Thread.sleep(length.dividedBy(4));
  }

  /// One round: takes and renews what is wanted, gives back what is not.
  void renew() {
    List<String> wanted = leases.stream().filter(Lease::isWanted).map(Lease::name).toList();
    List<Lease> unwanted =
        leases.stream().filter(lease -> !lease.isWanted() && lease.isKnown()).toList();
    if (wanted.isEmpty() && unwanted.isEmpty()) {
      return;
    }
    long asked = System.nanoTime();
    Map<String, Long> epochs =
        database.inTransaction(transaction -> {
          unwanted.forEach(lease -> release(transaction, lease.name()));
          return wanted.isEmpty() ? Map.of() : take(transaction, wanted);
        });
    unwanted.forEach(Lease::lost);
    for (Lease lease : leases) {
      @Nullable Long epoch = epochs.get(lease.name());
      if (epoch != null) {
        lease.granted(new Lease.Hold(lease.name(), holder, epoch, asked + length.toNanos()));
      } else {
        lease.lost();
      }
    }
  }

  private Map<String, Long> take(Transaction transaction, List<String> wanted) {
    String names = String.join(",", wanted);
    transaction.execute(
        Sql.of(
                """
                insert into event_lease (name, holder, epoch, expires_at)
                select wanted.lease, '', 0, '-infinity'
                from unnest(string_to_array(:names, ',')) as wanted(lease)
                where not exists (select 1 from event_lease known where known.name = wanted.lease)
                on conflict (name) do nothing
                """)
            .with("names", names));
    transaction.execute(
        Sql.of(
                """
                update event_lease
                set epoch = case when holder = :holder then epoch else epoch + 1 end,
                    holder = :holder,
                    expires_at = clock_timestamp() + cast(:millis as bigint) * interval '1 millisecond'
                where name = any(string_to_array(:names, ','))
                  and (holder = :holder or expires_at < clock_timestamp())
                """)
            .with("holder", holder)
            .with("millis", length.toMillis())
            .with("names", names));
    Map<String, Long> epochs = new HashMap<>();
    for (Object[] row :
        transaction.rows(
            Sql.of(
                    """
                    select name, epoch from event_lease
                    where holder = :holder and name = any(string_to_array(:names, ','))
                    """)
                .with("holder", holder)
                .with("names", names))) {
      epochs.put((String) Objects.requireNonNull(row[0]), ((Number) row[1]).longValue());
    }
    return epochs;
  }

  private void release(Transaction transaction, String name) {
    transaction.execute(
        Sql.of(
                """
                update event_lease set expires_at = clock_timestamp(), holder = ''
                where name = :name and holder = :holder
                """)
            .with("name", name)
            .with("holder", holder));
  }
}
