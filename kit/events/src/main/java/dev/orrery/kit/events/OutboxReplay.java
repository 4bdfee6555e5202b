package dev.orrery.kit.events;

import io.nats.client.JetStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Publishes events of an outbox once more, for an operator.
///
/// To everybody: each follower recognises by the event's id what it has seen, so only those who
/// missed something act, for instance after a stream was lost. To one consumer: the others pass
/// over it, and that one does what it missed, or, when asked to, all of it once more.
///
/// Needs plain JDBC as the service's own role and a NATS connection that may publish the service's
/// subjects; no part of the service has to run.
public final class OutboxReplay {
  private static final int PAGE = 500;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final String SELECTED =
      """
      event_type is not null and published_at is not null
      and (cast(? as text) is null or resource = ?)
      and (cast(? as text) is null or event_type like 'dev.orrery.' || ? || '.%')
      and (cast(? as timestamptz) is null or created_at >= ?)
      and (cast(? as timestamptz) is null or created_at < ?)
      """;

  private final Connection database;
  private final JetStream jetStream;

  public OutboxReplay(Connection database, JetStream jetStream) {
    this.database = database;
    this.jetStream = jetStream;
  }

  /// What to publish again; whatever is null does not restrict.
  ///
  /// @param resource an id: `inst_01h455vb4pex5vsknk084sn02q`
  /// @param type a kind of resource: `instance`
  /// @param since appended then or later
  /// @param until appended before
  /// @param consumer the only one to take notice
  /// @param again that consumer handles each event once more, also those it has handled
  public record Selection(
      @Nullable String resource,
      @Nullable String type,
      @Nullable Instant since,
      @Nullable Instant until,
      @Nullable String consumer,
      boolean again) {

    public Selection {
      if (again && consumer == null) {
        throw new IllegalArgumentException("only one consumer at a time may do everything again");
      }
    }
  }

  /// Publishes the selected events in the order of the outbox. Rows not yet published are left to
  /// the relay. After a failure, a new replay may start over: that is harmless.
  ///
  /// @param progress hears how many are done, after each page
  /// @return how many events were published
  /// @throws IOException when the stream did not take an event; those before it were published
  public long replay(Selection selection, LongConsumer progress) throws SQLException, IOException {
    String replay = UUID.randomUUID().toString();
    long done = 0;
    long after = 0;
    List<OutboxRow> page = page(selection, after);
    while (!page.isEmpty()) {
      for (OutboxRow row : page) {
        publish(row, selection, replay);
        after = row.id();
        done++;
      }
      progress.accept(done);
      page = page(selection, after);
    }
    return done;
  }

  private void publish(OutboxRow row, Selection selection, String replay) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>(row.headers());
    headers.put(Headers.ORIGINAL_ID, row.messageId());
    String consumer = selection.consumer();
    if (consumer != null) {
      headers.put(Headers.ONLY, consumer);
    }
    if (selection.again()) {
      headers.put(Headers.REPLAY, replay);
    }
    try {
      // A message id of its own: the stream would drop the original one within its window.
      Publishing.publish(
          jetStream, row.subject(), row.messageId() + "#" + replay, headers, row.body(), TIMEOUT);
    } catch (Publishing.Refused | Publishing.Unknown notPublished) {
      throw new IOException(
          "%s was not published again: %s".formatted(row.messageId(), notPublished.getMessage()),
          notPublished);
    }
  }

  private List<OutboxRow> page(Selection selection, long after) throws SQLException {
    List<OutboxRow> rows = new ArrayList<>();
    try (PreparedStatement statement =
        database.prepareStatement(
            "select id, message_id, subject, headers, body, ordering_key from outbox where id > ? and "
                + SELECTED
                + " order by id limit ?")) {
      statement.setLong(1, after);
      int next = restrict(statement, 2, selection);
      statement.setInt(next, PAGE);
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          rows.add(
              new OutboxRow(
                  found.getLong(1),
                  found.getString(2),
                  found.getString(3),
                  EventJson.texts(found.getString(4)),
                  found.getString(5),
                  found.getString(6)));
        }
      }
    }
    return rows;
  }

  /// How many events a replay would publish now.
  public long count(Selection selection) throws SQLException {
    try (PreparedStatement statement =
        database.prepareStatement("select count(*) from outbox where " + SELECTED)) {
      restrict(statement, 1, selection);
      try (ResultSet found = statement.executeQuery()) {
        found.next();
        return found.getLong(1);
      }
    }
  }

  /// @return the index of the parameter after these
  private static int restrict(PreparedStatement statement, int first, Selection selection)
      throws SQLException {
    statement.setString(first, selection.resource());
    statement.setString(first + 1, selection.resource());
    statement.setString(first + 2, selection.type());
    statement.setString(first + 3, selection.type());
    statement.setObject(first + 4, at(selection.since()));
    statement.setObject(first + 5, at(selection.since()));
    statement.setObject(first + 6, at(selection.until()));
    statement.setObject(first + 7, at(selection.until()));
    return first + 8;
  }

  private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}
