package dev.orrery.kit.events;

import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Where one consumer keeps what it cannot do yet, and everything that came after that about the
/// same resource, in the order of the stream.
///
/// Once a message is here it is acknowledged, so however long a resource has to wait, and however
/// much is said about it meanwhile, none of the consumer's room in the server is taken from its
/// neighbours. Only whoever holds the consumer's lease may bring something in; what is taken out is
/// deleted by the transaction of its effect.
final class WaitingRoom {
  /// Whatever the bytes of a message are, they must not keep it from being put off.
  private static final Base64.Encoder BASE64 = Base64.getEncoder();

  private final Database database;
  private final String consumer;
  private final String stream;
  private final Supplier<Optional<Lease.Hold>> hold;

  /// @param hold the consumer's, while this process may work on it
  WaitingRoom(
      Database database, String consumer, String stream, Supplier<Optional<Lease.Hold>> hold) {
    this.database = database;
    this.consumer = consumer;
    this.stream = stream;
    this.hold = hold;
  }

  /// Another process has the consumer now, and nothing was written.
  static final class Closed extends RuntimeException {
    Closed() {
      super("the consumer's lease is over", null, false, false);
    }
  }

  /// The first message of a resource, and when it shall be tried.
  record Head(String resource, Duration due) {}

  /// @param failures how often it has failed
  record Waiting(Incoming message, int failures) {}

  /// How many messages wait in all of a service's waiting rooms.
  static Map<Lags.Place, Long> counts(Database database) {
    return database.read(transaction ->
        transaction
            .rows(
                Sql.of(
                    "select consumer, stream, count(*) from inbox_deferred group by consumer, stream"))
            .stream()
            .collect(
                Collectors.toMap(
                    row -> new Lags.Place(text(row[0]), text(row[1])), row -> number(row[2]))));
  }

  List<Head> heads() {
    return database.read(transaction ->
        transaction
            .rows(
                Sql.of(
                        """
                        select distinct on (resource) resource,
                               cast(extract(epoch from due_at - clock_timestamp()) * 1000 as bigint)
                        from inbox_deferred where consumer = :consumer and stream = :stream
                        order by resource, stream_sequence
                        """)
                    .with("consumer", consumer)
                    .with("stream", stream))
            .stream()
            .map(row -> new Head(text(row[0]), Duration.ofMillis(Math.max(0, number(row[1])))))
            .toList());
  }

  /// The first messages of a resource, in order.
  List<Waiting> first(String resource, int limit) {
    return database.read(transaction ->
        transaction
            .rows(
                Sql.of(
                        """
                        select stream_sequence, subject, headers, encode(body, 'base64'),
                               cast(extract(epoch from stored_at) * 1000000 as bigint), failures
                        from inbox_deferred
                        where consumer = :consumer and stream = :stream and resource = :resource
                        order by stream_sequence limit :limit
                        """)
                    .with("consumer", consumer)
                    .with("stream", stream)
                    .with("resource", resource)
                    .with("limit", limit))
            .stream()
            .map(this::waiting)
            .toList());
  }

  /// Lets messages in behind those that wait already.
  ///
  /// @throws Closed when the lease is over
  void join(List<Incoming> followers) {
    whileHeld(transaction -> {
      for (Incoming follower : followers) {
        transaction.execute(
            insert(
                "on conflict on constraint inbox_deferred_once do nothing",
                new Waiting(follower, 0),
                null,
                Duration.ZERO));
      }
    });
  }

  /// Has a message wait for that time, whether or not it is here already.
  ///
  /// @param failures how often it has failed by now
  /// @throws Closed when the lease is over
  void putOff(Incoming message, int failures, String reason, Duration after) {
    whileHeld(transaction ->
        transaction.execute(
            insert(
                """
                on conflict on constraint inbox_deferred_once do update
                set failures = excluded.failures, reason = excluded.reason,
                    due_at = excluded.due_at
                """,
                new Waiting(message, failures),
                reason,
                after)));
  }

  private Sql insert(String onConflict, Waiting waiting, @Nullable String reason, Duration after) {
    Incoming message = waiting.message();
    return Sql.of(
            """
            insert into inbox_deferred (consumer, stream, stream_sequence, resource, subject,
                                        headers, body, stored_at, failures, reason, due_at)
            values (:consumer, :stream, :sequence, :resource, :subject, :headers,
                    decode(cast(:body as text), 'base64'),
                    cast(cast(:storedAt as text) as timestamptz), :failures, cast(:reason as text),
                    clock_timestamp() + cast(:millis as bigint) * interval '1 millisecond')
            """)
        .append(onConflict)
        .with("consumer", consumer)
        .with("stream", stream)
        .with("sequence", message.sequence())
        .with("resource", message.resource())
        .with("subject", message.subject())
        .with("headers", EventJson.write(message.headers()))
        .with("body", BASE64.encodeToString(message.body().getBytes(StandardCharsets.UTF_8)))
        .with("storedAt", message.storedAt().toString())
        .with("failures", waiting.failures())
        .with("reason", reason == null ? null : reason.replace('\0', ' '))
        .with("millis", after.toMillis());
  }

  /// @return false when somebody else has taken it
  boolean take(Transaction transaction, Incoming message) {
    return transaction.execute(
            Sql.of(
                    """
                    delete from inbox_deferred
                    where consumer = :consumer and stream = :stream and stream_sequence = :sequence
                    """)
                .with("consumer", consumer)
                .with("stream", stream)
                .with("sequence", message.sequence()))
        == 1;
  }

  void remove(Incoming message) {
    var _ = database.inTransaction(transaction -> take(transaction, message));
  }

  private interface Writing {
    void in(Transaction transaction);
  }

  /// Sharing the lease's row keeps it from changing hands before the transaction is over.
  private void whileHeld(Writing writing) {
    Lease.Hold held = hold.get().orElseThrow(Closed::new);
    database.inTransaction(transaction -> {
      if (transaction
          .rows(
              Sql.of(
                      """
                      select epoch from event_lease
                      where name = :lease and holder = :holder and epoch = :epoch
                      for share
                      """)
                  .with("lease", held.name())
                  .with("holder", held.holder())
                  .with("epoch", held.epoch()))
          .isEmpty()) {
        throw new Closed();
      }
      writing.in(transaction);
      return true;
    });
  }

  private Waiting waiting(@Nullable Object[] row) {
    long micros = number(row[4]);
    return new Waiting(
        new Incoming(
            stream,
            number(row[0]),
            text(row[1]),
            EventJson.texts(text(row[2])),
            new String(Base64.getMimeDecoder().decode(text(row[3])), StandardCharsets.UTF_8),
            Instant.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000)),
        (int) number(row[5]));
  }

  private static String text(@Nullable Object value) {
    return (String) Objects.requireNonNull(value);
  }

  private static long number(@Nullable Object value) {
    return ((Number) Objects.requireNonNull(value)).longValue();
  }
}
