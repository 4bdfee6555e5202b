package dev.orrery.kit.events;

import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one consumer has seen: which messages took effect, and which shall come again.
final class Inbox {
  private final Database database;
  private final String consumer;
  private final String stream;

  Inbox(Database database, String consumer, String stream) {
    this.database = database;
    this.consumer = consumer;
    this.stream = stream;
  }

  /// A message that was sent back and waits in the server for its time.
  record Deferred(long sequence, String resource, Duration remaining) {}

  /// @return false when the message has taken effect before. While another transaction is about to
  ///   say so, this waits for its end.
  boolean enter(Transaction transaction, String key) {
    return transaction.execute(
            Sql.of(
                    """
                    insert into inbox (consumer, event_id) values (:consumer, :event)
                    on conflict on constraint inbox_once do nothing
                    """)
                .with("consumer", consumer)
                .with("event", key))
        == 1;
  }

  /// The same for several at once.
  ///
  /// @return those that have not taken effect before
  Set<String> enterAll(Transaction transaction, List<String> keys) {
    // In one order, so that two of these never wait for each other.
    String[] sorted = keys.stream().distinct().sorted().toArray(String[]::new);
    Set<String> entered = new HashSet<>();
    if (sorted.length == 0) {
      return entered;
    }
    for (Object[] row :
        transaction.rows(
            Sql.of(
                    """
                    insert into inbox (consumer, event_id)
                    select :consumer, entered.id
                    from unnest(string_to_array(:events, chr(31))) as entered(id)
                    on conflict on constraint inbox_once do nothing
                    returning event_id
                    """)
                .with("consumer", consumer)
                .with("events", String.join("\u001f", sorted)))) {
      entered.add((String) Objects.requireNonNull(row[0]));
    }
    return entered;
  }

  List<Deferred> deferred() {
    return database.read(transaction ->
        transaction
            .rows(
                Sql.of(
                        """
                        select stream_sequence, resource,
                               cast(extract(epoch from due_at - clock_timestamp()) * 1000 as bigint)
                        from inbox_deferred where consumer = :consumer and stream = :stream
                        """)
                    .with("consumer", consumer)
                    .with("stream", stream))
            .stream()
            .map(row ->
                new Deferred(
                    number(row[0]),
                    (String) Objects.requireNonNull(row[1]),
                    Duration.ofMillis(Math.max(0, number(row[2])))))
            .toList());
  }

  /// Remembers that a message comes again.
  ///
  /// @param failures how many to add
  /// @return how often it has failed by now
  int defer(Delivery delivery, int failures, String reason, Duration after) {
    return database.inTransaction(transaction -> {
      transaction.execute(
          Sql.of(
                  """
                  insert into inbox_deferred (consumer, stream, stream_sequence, event_id,
                                              resource, failures, reason, due_at)
                  values (:consumer, :stream, :sequence, :event, :resource, :failures, :reason,
                          clock_timestamp() + cast(:millis as bigint) * interval '1 millisecond')
                  on conflict on constraint inbox_deferred_once do update
                  set failures = inbox_deferred.failures + excluded.failures,
                      reason = excluded.reason, due_at = excluded.due_at
                  """)
              .with("consumer", consumer)
              .with("stream", stream)
              .with("sequence", delivery.sequence())
              .with("event", delivery.messageId())
              .with("resource", delivery.resource())
              .with("failures", failures)
              .with("reason", reason)
              .with("millis", after.toMillis()));
      return failures(transaction, delivery);
    });
  }

  void forget(Transaction transaction, Delivery delivery) {
    transaction.execute(
        Sql.of("delete from inbox_deferred where " + ONE_DELIVERY)
            .with("consumer", consumer)
            .with("stream", stream)
            .with("sequence", delivery.sequence()));
  }

  void forget(Delivery delivery) {
    database.inTransaction(transaction -> {
      forget(transaction, delivery);
      return true;
    });
  }

  private static final String ONE_DELIVERY =
      "consumer = :consumer and stream = :stream and stream_sequence = :sequence";

  private int failures(Transaction transaction, Delivery delivery) {
    return transaction
        .rows(
            Sql.of("select failures from inbox_deferred where " + ONE_DELIVERY)
                .with("consumer", consumer)
                .with("stream", stream)
                .with("sequence", delivery.sequence()))
        .stream()
        .mapToInt(row -> (int) number(row[0]))
        .findFirst()
        .orElse(0);
  }

  private static long number(@Nullable Object value) {
    return ((Number) Objects.requireNonNull(value)).longValue();
  }
}
