package dev.orrery.kit.events;

import io.nats.client.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds which rows of one read may travel as one: all those of a stream that takes such bundles,
/// when there are enough of them.
///
/// The stream then syncs once for all of them instead of once for each. Preparing that costs it
/// about eight syncs, so few rows are faster one by one.
final class Bundles {
  /// The server's limit is 1,000.
  private static final int MOST_ROWS = 500;

  /// The server keeps a bundle aside until it is whole.
  private static final int MOST_CHARACTERS = 4_000_000;

  private final AtomicStreams streams = new AtomicStreams();
  private final int fewest;

  Bundles(int fewest) {
    this.fewest = fewest;
  }

  /// Bundles in which every ordering key has its rows in order; what is in none goes one by one.
  List<List<OutboxRow>> of(List<OutboxRow> rows, Connection connection) {
    if (rows.size() < fewest) {
      return List.of();
    }
    Map<String, Optional<String>> streamOfKey = new HashMap<>();
    for (OutboxRow row : rows) {
      // Between two streams only the acknowledgement of one row before the next keeps the order.
      streamOfKey.merge(
          row.orderingKey(),
          streams.of(row.subject(), connection),
          (one, other) -> one.equals(other) ? one : Optional.empty());
    }
    Map<String, List<OutboxRow>> byStream = new LinkedHashMap<>();
    for (OutboxRow row : rows) {
      streamOfKey
          .getOrDefault(row.orderingKey(), Optional.empty())
          .ifPresent(stream -> byStream.computeIfAbsent(stream, _ -> new ArrayList<>()).add(row));
    }
    return byStream.values().stream()
        .filter(ofStream -> ofStream.size() >= fewest)
        .flatMap(ofStream -> parts(ofStream).stream())
        .toList();
  }

  private static List<List<OutboxRow>> parts(List<OutboxRow> rows) {
    List<List<OutboxRow>> parts = new ArrayList<>();
    List<OutboxRow> part = new ArrayList<>();
    int characters = 0;
    for (OutboxRow row : rows) {
      int more = row.body().length();
      if (part.size() == MOST_ROWS || (!part.isEmpty() && characters + more > MOST_CHARACTERS)) {
        parts.add(part);
        part = new ArrayList<>();
        characters = 0;
      }
      part.add(row);
      characters += more;
    }
    parts.add(part);
    return parts;
  }
}
