package dev.orrery.kit.events;

import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the relay asks of the outbox table.
final class OutboxRows {
  /// No key holds it (ASCII's unit separator).
  private static final String SEPARATOR = "\u001f";

  private final Database database;

  OutboxRows(Database database) {
    this.database = database;
  }

  /// How many rows wait, and since when the oldest does.
  record Backlog(long pending, Duration oldest) {}

  /// The oldest unpublished rows, in order; none when the lease has changed hands.
  ///
  /// Asks for what is unpublished and never for "greater than the last id": a transaction may
  /// commit a lower id after a higher one was seen.
  ///
  /// @param from every row with a lower id is published, see [Settled]
  /// @param except ordering keys that rest
  /// @param underWay rows that were read before and are not marked yet
  List<OutboxRow> unpublished(
      Lease.Hold hold, long from, Collection<String> except, Collection<Long> underWay, int limit) {
    return database.read(transaction ->
        transaction
            .rows(
                Sql.of(
                        """
                        select id, message_id, subject, headers, body, ordering_key
                        from outbox
                        where published_at is null
                          and id >= :from
                          and ordering_key <> all(string_to_array(:except, chr(31)))
                          and id not in (select unnest(cast(string_to_array(:underWay, ',') as bigint[])))
                          and exists (select 1 from event_lease
                                      where name = :lease and holder = :holder and epoch = :epoch)
                        order by id
                        limit :limit
                        """)
                    .with("from", from)
                    .with("except", String.join(SEPARATOR, except))
                    .with("underWay", list(underWay))
                    .with("lease", hold.name())
                    .with("holder", hold.holder())
                    .with("epoch", hold.epoch())
                    .with("limit", limit))
            .stream()
            .map(OutboxRows::row)
            .toList());
  }

  /// Marks rows as published, unless the lease has changed hands since.
  ///
  /// @return whether the hold was still good
  boolean mark(Lease.Hold hold, Collection<Long> ids) {
    return database.inTransaction(transaction -> {
      boolean held =
          !transaction
              .rows(
                  Sql.of(
                          """
                          select epoch from event_lease
                          where name = :lease and holder = :holder and epoch = :epoch
                          for share
                          """)
                      .with("lease", hold.name())
                      .with("holder", hold.holder())
                      .with("epoch", hold.epoch()))
              .isEmpty();
      if (held && !ids.isEmpty()) {
        transaction.execute(
            Sql.of(
                    """
                    update outbox set published_at = clock_timestamp()
                    where id = any(cast(string_to_array(:ids, ',') as bigint[]))
                    """)
                .with("ids", list(ids)));
      }
      return held;
    });
  }

  /// Which ids are in use, and which transactions run. Its time grows with the rows that were
  /// published since PostgreSQL last vacuumed.
  Settled.Look look() {
    return database.read(transaction -> {
      @Nullable Object[] row =
          transaction
              .rows(
                  Sql.of(
                      """
                      select (select min(id) from outbox where published_at is null),
                             (select coalesce(max(id), 0) from outbox),
                             cast(cast(pg_snapshot_xmin(now.running) as text) as bigint),
                             cast(cast(pg_snapshot_xmax(now.running) as text) as bigint)
                      from (select pg_current_snapshot() as running) as now
                      """))
              .getFirst();
      return new Settled.Look(
          row[0] == null ? Long.MAX_VALUE : number(row[0]).longValue(),
          number(row[1]).longValue(),
          number(row[2]).longValue(),
          number(row[3]).longValue());
    });
  }

  Backlog backlog() {
    return database.read(transaction -> {
      @Nullable Object[] row =
          transaction
              .rows(
                  Sql.of(
                      """
                      select count(*),
                             coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)
                      from outbox where published_at is null
                      """))
              .getFirst();
      return new Backlog(number(row[0]).longValue(), seconds(number(row[1]).doubleValue()));
    });
  }

  /// Deletes published rows that are older than the retention, a small batch at a time so that no
  /// lock is held for long.
  ///
  /// @return how many rows went; fewer than the limit means that none is left
  int purge(Duration retention, int limit) {
    return database.inTransaction(transaction ->
        transaction.execute(
            Sql.of(
                    """
                    delete from outbox where id in (
                      select id from outbox
                      where published_at < clock_timestamp() - cast(:seconds as bigint) * interval '1 second'
                      order by published_at limit :limit)
                    """)
                .with("seconds", retention.toSeconds())
                .with("limit", limit)));
  }

  private static OutboxRow row(@Nullable Object[] row) {
    return new OutboxRow(
        number(row[0]).longValue(),
        text(row[1]),
        text(row[2]),
        EventJson.texts(text(row[3])),
        text(row[4]),
        text(row[5]));
  }

  private static String list(Collection<Long> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static String text(@Nullable Object value) {
    return (String) Objects.requireNonNull(value);
  }

  private static Number number(@Nullable Object value) {
    return (Number) Objects.requireNonNull(value);
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
