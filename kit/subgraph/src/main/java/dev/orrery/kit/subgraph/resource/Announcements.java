package dev.orrery.kit.subgraph.resource;

import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.Change;
import dev.orrery.kit.events.Outbox;
import dev.orrery.kit.ids.TypeId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes rows of one kind, and tells of each write in its transaction: the event, the newest state
/// where the kind has one, and the witness.
final class Announcements<R extends ResourceRow> {
  private final ResourceType<R> type;
  private final Outbox outbox;
  private final Witness witness;

  Announcements(ResourceType<R> type, Outbox outbox, Witness witness) {
    this.type = type;
    this.outbox = outbox;
    this.witness = witness;
  }

  /// A row that differs from what it was.
  private record Changing<R>(R row, Snapshot before, List<TypeId> related) {}

  Snapshot created(Transaction transaction, R row, String actor) {
    transaction.persist(row);
    transaction.flush();
    Snapshot after = row.snapshot();
    append(
        transaction,
        Change.created(type.event(), after.id(), after.version(), after.values()),
        row,
        actor,
        row.related());
    tellState(transaction, row, after.version(), false);
    witness.saw(transaction, null, after, after.version());
    return after;
  }

  /// Changes locked rows alike, and tells of those that differ afterwards. All are written before
  /// the first event, so the cost grows with their number and no faster.
  void changed(
      Transaction transaction, List<R> rows, String verb, String actor, Consumer<R> change) {
    List<Changing<R>> changing =
        rows.stream().flatMap(row -> changing(row, change).stream()).toList();
    if (changing.isEmpty()) {
      return;
    }
    transaction.flush();
    changing.forEach(changed -> tell(transaction, changed, verb, actor));
  }

  private static <R extends ResourceRow> Optional<Changing<R>> changing(R row, Consumer<R> change) {
    Changing<R> changing = new Changing<>(row, row.snapshot(), row.related());
    change.accept(row);
    if (row.snapshot().differences(changing.before()).isEmpty()) {
      return Optional.empty();
    }
    row.header().changed();
    return Optional.of(changing);
  }

  /// Whoever was related before wants to hear of it as much as whoever is now.
  private void tell(Transaction transaction, Changing<R> changed, String verb, String actor) {
    R row = changed.row();
    Snapshot after = row.snapshot();
    Set<TypeId> related = new LinkedHashSet<>(row.related());
    related.addAll(changed.related());
    append(
        transaction,
        Change.of(
            type.event(),
            verb,
            after.id(),
            after.version(),
            changed.before().values(),
            after.values()),
        row,
        actor,
        related);
    tellState(transaction, row, after.version(), false);
    witness.saw(transaction, changed.before(), after, after.version());
  }

  Snapshot removed(Transaction transaction, R row, String actor) {
    Snapshot before = row.snapshot();
    transaction.remove(row);
    transaction.flush();
    append(
        transaction,
        Change.deleted(type.event(), before.id(), before.version() + 1, before.values()),
        row,
        actor,
        row.related());
    tellState(transaction, row, before.version() + 1, true);
    witness.saw(transaction, before, null, before.version() + 1);
    return before;
  }

  private void append(
      Transaction transaction, Change change, R row, String actor, Collection<TypeId> related) {
    @Nullable UUID project = row.header().project();
    outbox.append(
        transaction,
        change
            .in(
                new TypeId("org", row.header().organization()),
                project == null ? null : new TypeId("proj", project))
            .by(actor)
            .relatedTo(related));
  }

  private void tellState(Transaction transaction, R row, long version, boolean gone) {
    row.state(version, gone).ifPresent(message -> outbox.append(transaction, message));
  }
}
