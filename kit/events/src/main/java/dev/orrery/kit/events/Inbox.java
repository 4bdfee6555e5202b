package dev.orrery.kit.events;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// What took effect at one consumer.
final class Inbox {
  private final String consumer;

  Inbox(String consumer) {
    this.consumer = consumer;
  }

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
}
