package dev.orrery.kit.events;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The rows of one read on their way to the stream: a line for each ordering key, the lines side by
/// side.
///
/// A batch may set out while the one before is still on its way. A line then begins when the line
/// of its key in that batch has ended well, and not at all when it has not.
final class RelayBatch {

  /// How one row ended.
  enum Sent {
    STORED,
    NOT_STORED,
    FENCED
  }

  /// Sends one row and waits for its acknowledgement.
  interface Sender {
    Sent send(OutboxRow row);
  }

  private final List<OutboxRow> rows;
  private final Map<String, CompletableFuture<Boolean>> lines = new LinkedHashMap<>();
  private final Collection<Long> published = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean fenced = new AtomicBoolean();

  RelayBatch(List<OutboxRow> rows) {
    this.rows = rows;
  }

  int size() {
    return rows.size();
  }

  List<Long> ids() {
    return rows.stream().map(OutboxRow::id).toList();
  }

  Collection<Long> published() {
    return published;
  }

  boolean isFenced() {
    return fenced.get();
  }

  void setOut(ExecutorService executor, Sender sender, @Nullable RelayBatch before) {
    Map<String, List<OutboxRow>> byKey = new LinkedHashMap<>();
    rows.forEach(row -> byKey.computeIfAbsent(row.orderingKey(), _ -> new ArrayList<>()).add(row));
    byKey.forEach((key, line) -> {
      CompletableFuture<Boolean> free =
          before == null
              ? CompletableFuture.completedFuture(true)
              : before.lines.getOrDefault(key, CompletableFuture.completedFuture(true));
      lines.put(key, free.thenApplyAsync(well -> well && send(line, sender), executor));
    });
  }

  /// @return whether all of the line was stored
  private boolean send(List<OutboxRow> line, Sender sender) {
    for (OutboxRow row : line) {
      switch (sender.send(row)) {
        case STORED -> published.add(row.id());
        case NOT_STORED -> {
          return false;
        }
        case FENCED -> {
          fenced.set(true);
          return false;
        }
      }
    }
    return true;
  }

  /// Returns when no row of the batch is on its way any more.
  ///
  /// @throws IllegalStateException when a line broke: a bug must not count as "published", and must
  ///   not be lost either
  void await() throws InterruptedException {
    try {
      CompletableFuture.allOf(lines.values().toArray(CompletableFuture[]::new)).get();
    } catch (ExecutionException | CompletionException bug) {
      throw new IllegalStateException("a line of the outbox could not be published", bug);
    }
  }
}
