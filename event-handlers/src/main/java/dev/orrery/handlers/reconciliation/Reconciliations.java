package dev.orrery.handlers.reconciliation;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.Change;
import dev.orrery.kit.events.Outbox;
import dev.orrery.kit.ids.TypeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// The comparisons on record. What changes of one leaves an event; that it was looked at does not.
@ApplicationScoped
class Reconciliations {
  static final String DRIFTED = "drifted";
  static final String UPDATED = "updated";
  private static final String TYPE = "reconciliation";
  static final String ACTOR = "event-handlers";

  private final Outbox outbox;
  private final Clock clock = Clock.tick(Clock.systemUTC(), Duration.of(1, ChronoUnit.MICROS));

  Reconciliations(Outbox outbox) {
    this.outbox = outbox;
  }

  /// Now, as precise as the database keeps it.
  Instant now() {
    return clock.instant();
  }

  /// Whoever wants the lock of the resource too takes this one first.
  Optional<Reconciliation> lock(Transaction transaction, UUID resource) {
    return transaction
        .select(
            Reconciliation.class,
            Sql.of("select * from reconciliation where id = :id for update").with("id", resource))
        .stream()
        .findFirst();
  }

  void create(Transaction transaction, Reconciliation created) {
    transaction.persist(created);
    transaction.flush();
    append(
        transaction,
        created,
        Change.created(TYPE, created.typeId(), created.version, created.told().values()),
        ACTOR);
  }

  void change(Transaction transaction, Reconciliation row, Consumer<Reconciliation> change) {
    change(transaction, row, UPDATED, ACTOR, change);
  }

  /// Changes one that is locked; when that leaves it as it was, nothing is told.
  void change(
      Transaction transaction,
      Reconciliation row,
      String verb,
      String actor,
      Consumer<Reconciliation> change) {
    var before = row.told();
    change.accept(row);
    if (row.told().equals(before)) {
      return;
    }
    row.version++;
    row.updatedAt = now();
    append(
        transaction,
        row,
        Change.of(TYPE, verb, row.typeId(), row.version, before.values(), row.told().values()),
        actor);
  }

  /// Ends one that is locked: nobody looks any more.
  void remove(Transaction transaction, Reconciliation row) {
    var before = row.told();
    transaction.remove(row);
    append(
        transaction,
        row,
        Change.deleted(TYPE, row.typeId(), row.version + 1, before.values()),
        ACTOR);
  }

  /// Notes that the last look was answered, and that everything is as it was.
  void seenAgain(Transaction transaction, UUID resource, Instant at) {
    transaction.execute(
        Sql.of(
                """
                update reconciliation set answered = true, observed_at = :at where id = :id
                """)
            .with("at", at)
            .with("id", resource));
  }

  private void append(Transaction transaction, Reconciliation row, Change change, String actor) {
    outbox.append(
        transaction,
        change
            .in(
                row.organization == null ? null : new TypeId("org", row.organization),
                row.project == null ? null : new TypeId("proj", row.project))
            .by(actor)
            .relatedTo(List.of(row.resource())));
  }
}
