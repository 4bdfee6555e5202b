package dev.orrery.ipam.instance;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/// Which instances are gone.
///
/// Creation and end of an instance are told to two consumers, so the end may come first; without
/// this record, a creation told late would take an address that nobody ever gives back.
@ApplicationScoped
class Departures {

  /// Makes handlers of events of one instance wait for each other, until the transaction ends.
  void lock(Transaction transaction, UUID instance) {
    transaction.rows(
        Sql.of(
                "select 1 from (select pg_advisory_xact_lock(hashtextextended(:instance, 0))) as locked")
            .with("instance", "addresses of " + instance));
  }

  boolean isGone(Transaction transaction, UUID instance) {
    return !transaction
        .rows(
            Sql.of("select 1 from departed_instance where instance_id = :id").with("id", instance))
        .isEmpty();
  }

  void record(Transaction transaction, UUID instance) {
    transaction.execute(
        Sql.of("insert into departed_instance (instance_id) values (:id) on conflict do nothing")
            .with("id", instance));
  }
}
