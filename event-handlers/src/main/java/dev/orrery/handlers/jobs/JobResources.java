package dev.orrery.handlers.jobs;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.UUID;

/// Lets one thread in all processes work on an instance's jobs at a time, and counts its fencing
/// tokens.
@ApplicationScoped
class JobResources {

  /// Waits for the lock and keeps it until the end of the transaction.
  ///
  /// @return whether nobody ever had it before, so that there can be no job of the resource
  boolean lock(Transaction transaction, UUID resource) {
    // The first time there is no row to lock; writing the same again locks, in one statement. A row
    // that was only now inserted has no xmax.
    var rows =
        transaction.rows(
            Sql.of(
                    """
                    insert into job_resource (resource) values (:resource)
                    on conflict (resource) do update set fencing_token = job_resource.fencing_token
                    returning xmax = 0
                    """)
                .with("resource", resource));
    return Boolean.TRUE.equals(rows.getFirst()[0]);
  }

  /// Whether a provider of that name is alive.
  boolean isThere(Transaction transaction, String provider) {
    return !transaction
        .rows(
            Sql.of("select 1 from provider where name = :name and status = 'READY'")
                .with("name", provider))
        .isEmpty();
  }

  /// A token higher than any before. The caller holds the lock.
  long nextToken(Transaction transaction, UUID resource) {
    var rows =
        transaction.rows(
            Sql.of(
                    """
                    update job_resource set fencing_token = fencing_token + 1
                    where resource = :resource returning fencing_token
                    """)
                .with("resource", resource));
    return ((Number) Objects.requireNonNull(rows.getFirst()[0])).longValue();
  }
}
