package dev.orrery.kit.events;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What one transaction appends to the outbox. It is written at the transaction's end, up to 500
/// rows in one statement and in the order in which they were appended.
final class Appended {
  /// What is held before it is written: some megabytes at most.
  private static final int MOST = 500;

  /// Neither can be part of a text here: JSON escapes them, and subjects and ids have none.
  private static final String BETWEEN = "\u001f";

  private static final String NOTHING = "\u001e";

  private static final String INTO =
      """
      insert into outbox (message_id, subject, headers, body, ordering_key,
                          event_type, resource, resource_version)
      """;

  private static final String ONE =
      INTO
          + """
          select :id, :subject, :headers, :body, :key,
                 cast(:type as text), cast(:resource as text), cast(:version as bigint)
          from (select pg_current_xact_id() as id offset 0) as begun
          where begun.id is not null
          """;

  private static final String MANY =
      INTO
          + """
          select a.message_id, a.subject, a.headers, a.body, a.ordering_key,
                 a.event_type, a.resource, cast(a.version as bigint)
          from (select pg_current_xact_id() as id offset 0) as begun,
            unnest(string_to_array(:ids, chr(31)), string_to_array(:subjects, chr(31)),
                   string_to_array(:headers, chr(31)), string_to_array(:bodies, chr(31)),
                   string_to_array(:keys, chr(31)), string_to_array(:types, chr(31), chr(30)),
                   string_to_array(:resources, chr(31), chr(30)),
                   string_to_array(:versions, chr(31), chr(30)))
              with ordinality as a(message_id, subject, headers, body, ordering_key,
                                   event_type, resource, version, place)
          where begun.id is not null
          order by a.place
          """;

  private static final String IGNORE_THE_SECOND =
      "on conflict on constraint outbox_message_id do nothing";

  private final Runnable ring;
  private final List<Row> rows = new ArrayList<>();

  /// @param ring tells the relay that there is something
  Appended(Runnable ring) {
    this.ring = ring;
  }

  /// @param change set for change events
  record Row(
      String messageId,
      String subject,
      String headers,
      String body,
      String orderingKey,
      @Nullable Columns change) {}

  record Columns(String eventType, String resource, long version) {}

  void add(Transaction transaction, Row row) {
    if (rows.isEmpty()) {
      transaction.beforeCommit(() -> write(transaction));
    }
    rows.add(row);
    if (rows.size() == MOST) {
      write(transaction);
    }
  }

  /// The transaction has its number before the rows have: whoever sees no transaction of a lower
  /// number run any more has seen every row of a lower one. [Settled] relies on it.
  private void write(Transaction transaction) {
    if (rows.isEmpty()) {
      return;
    }
    Sql insert = rows.size() == 1 ? one(rows.getFirst()) : many();
    // To look for a second one, a session must see what is there, and a client's does not.
    boolean repeatable = rows.stream().anyMatch(row -> row.change() == null);
    transaction.execute(repeatable ? insert.append(IGNORE_THE_SECOND) : insert);
    transaction.afterCommit(ring);
    rows.clear();
  }

  private static Sql one(Row row) {
    Columns change = row.change();
    return Sql.of(ONE)
        .with("id", row.messageId())
        .with("subject", row.subject())
        .with("headers", row.headers())
        .with("body", row.body())
        .with("key", row.orderingKey())
        .with("type", change == null ? null : change.eventType())
        .with("resource", change == null ? null : change.resource())
        .with("version", change == null ? null : change.version());
  }

  private Sql many() {
    return Sql.of(MANY)
        .with("ids", texts(Row::messageId))
        .with("subjects", texts(Row::subject))
        .with("headers", texts(Row::headers))
        .with("bodies", texts(Row::body))
        .with("keys", texts(Row::orderingKey))
        .with("types", ofChanges(Columns::eventType))
        .with("resources", ofChanges(Columns::resource))
        .with("versions", ofChanges(change -> Long.toString(change.version())));
  }

  private String texts(Function<Row, String> column) {
    return rows.stream().map(column).collect(Collectors.joining(BETWEEN));
  }

  private String ofChanges(Function<Columns, String> column) {
    return texts(row -> {
      Columns change = row.change();
      return change == null ? NOTHING : column.apply(change);
    });
  }
}
