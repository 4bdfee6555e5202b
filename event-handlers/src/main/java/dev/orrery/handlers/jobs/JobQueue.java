package dev.orrery.handlers.jobs;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/// Lets a provider have so many orders at a time, and the others wait here, where their sequence
/// can still be changed: the most urgent one first, then the one that waits longest.
///
/// The bound is soft: orders that are sent in the same instant do not see each other.
@ApplicationScoped
class JobQueue {
  /// How many are sent in one transaction.
  static final int BATCH = 32;

  private final JobSettings settings;

  JobQueue(JobSettings settings) {
    this.settings = settings;
  }

  /// Whether an order may be sent at once. Nobody goes past those that wait.
  boolean isOpen(Transaction transaction, String provider) {
    return !transaction
        .rows(
            Sql.of(
                    """
                    select 1
                    where not exists (select 1 from job where provider = :provider and queued_at is not null)
                      and (select count(*) from job where provider = :provider and in_flight) < :most
                    """)
                .with("provider", provider)
                .with("most", (long) settings.mostInFlight(provider)))
        .isEmpty();
  }

  /// The jobs whose turn it is, with the locks of their resources; those that somebody else is busy
  /// with are passed over.
  List<UUID> next(Transaction transaction, Set<UUID> aside, int most) {
    for (var row : transaction.rows(waited())) {
      var provider = (String) Objects.requireNonNull(row[0]);
      long room =
          settings.mostInFlight(provider) - ((Number) Objects.requireNonNull(row[1])).longValue();
      if (room <= 0) {
        continue;
      }
      var found =
          Jobs.ids(
              transaction,
              Sql.of(
                      """
                      select j.id from job j join job_resource r on r.resource = j.resource
                      where j.provider = :provider and j.queued_at is not null
                        and j.id <> all(cast(string_to_array(:aside, ',') as uuid[]))
                      order by j.priority desc, j.queued_at, j.id
                      limit :most for update of r skip locked
                      """)
                  .with("provider", provider)
                  .with("aside", Jobs.list(aside))
                  .with("most", Math.min(room, most)));
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  /// The providers that jobs wait for, and how many orders each has. Goes from one to the next
  /// along the index, however many jobs wait at each.
  private static Sql waited() {
    return Sql.of(
        """
        with recursive waiting(provider) as (
          (select provider from job where queued_at is not null order by provider limit 1)
          union all
          select (select j.provider from job j
                  where j.queued_at is not null and j.provider > w.provider
                  order by j.provider limit 1)
          from waiting w where w.provider is not null)
        select w.provider, (select count(*) from job f where f.provider = w.provider and f.in_flight)
        from waiting w where w.provider is not null
        """);
  }
}
