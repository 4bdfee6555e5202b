package dev.orrery.kit.events;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The rows of one read on their way to the stream: in bundles that the stream takes as one, and a
/// line for each other ordering key, all side by side.
///
/// A batch may set out while the one before is still on its way. A row then goes when the rows of
/// its key in that batch have ended well, and not at all when they have not.
final class RelayBatch {

  /// How one row ended.
  enum Sent {
    STORED,
    NOT_STORED,
    FENCED
  }

  /// Sends rows and waits for their acknowledgement.
  interface Sender {
    Sent send(OutboxRow row);

    /// Sends rows of one stream in their order, so that it has all of them or none.
    ///
    /// @return how all of them ended; nothing when the stream refused them as they are, and each is
    ///   to be tried by itself
    default Optional<Sent> sendTogether(List<OutboxRow> rows) {
      return Optional.empty();
    }
  }

  private static final CompletableFuture<Boolean> NOTHING_BEFORE =
      CompletableFuture.completedFuture(true);

  private final List<OutboxRow> rows;
  private final List<List<OutboxRow>> bundles;
  private final Map<String, CompletableFuture<Boolean>> lines = new LinkedHashMap<>();
  private final Collection<Long> published = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean fenced = new AtomicBoolean();

  /// Rows that all go one by one.
  RelayBatch(List<OutboxRow> rows) {
    this(rows, List.of());
  }

  /// @param bundles some of the rows, by [Bundles]
  RelayBatch(List<OutboxRow> rows, List<List<OutboxRow>> bundles) {
    this.rows = rows;
    this.bundles = bundles;
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
    Map<String, CompletableFuture<Boolean>> earlier = before == null ? Map.of() : before.lines;
    Set<Long> bundled = new HashSet<>();
    for (List<OutboxRow> bundle : bundles) {
      bundle.forEach(row -> bundled.add(row.id()));
      setOut(bundle, executor, sender, earlier);
    }
    byKey(rows.stream().filter(row -> !bundled.contains(row.id())).toList())
        .forEach((key, line) ->
            lines.put(
                key,
                earlier
                    .getOrDefault(key, NOTHING_BEFORE)
                    .thenApplyAsync(well -> well && send(line, sender), executor)));
  }

  private void setOut(
      List<OutboxRow> bundle,
      ExecutorService executor,
      Sender sender,
      Map<String, CompletableFuture<Boolean>> earlier) {
    Map<String, CompletableFuture<Boolean>> free = new HashMap<>();
    for (OutboxRow row : bundle) {
      String key = row.orderingKey();
      // What did not fit into one bundle is in another one of this batch.
      CompletableFuture<Boolean> sibling = lines.get(key);
      free.put(key, sibling != null ? sibling : earlier.getOrDefault(key, NOTHING_BEFORE));
    }
    CompletableFuture<Set<String>> end =
        CompletableFuture.allOf(free.values().toArray(CompletableFuture[]::new))
            .thenApplyAsync(
                _ ->
                    sendTogether(
                        bundle.stream()
                            .filter(
                                row -> free.getOrDefault(row.orderingKey(), NOTHING_BEFORE).join())
                            .toList(),
                        executor,
                        sender),
                executor);
    free.keySet().forEach(key -> lines.put(key, end.thenApply(well -> well.contains(key))));
  }

  /// @return the keys of which everything was stored
  private Set<String> sendTogether(
      List<OutboxRow> bundle, ExecutorService executor, Sender sender) {
    if (bundle.isEmpty()) {
      return Set.of();
    }
    Optional<Sent> sent = sender.sendTogether(bundle);
    if (sent.isEmpty()) {
      return oneByOne(bundle, executor, sender);
    }
    return switch (sent.get()) {
      case STORED -> {
        bundle.forEach(row -> published.add(row.id()));
        yield byKey(bundle).keySet();
      }
      case NOT_STORED -> Set.of();
      case FENCED -> {
        fenced.set(true);
        yield Set.of();
      }
    };
  }

  private Set<String> oneByOne(List<OutboxRow> bundle, ExecutorService executor, Sender sender) {
    Map<String, CompletableFuture<Boolean>> ends = new HashMap<>();
    byKey(bundle)
        .forEach((key, line) ->
            ends.put(key, CompletableFuture.supplyAsync(() -> send(line, sender), executor)));
    Set<String> well = new HashSet<>();
    ends.forEach((key, end) -> {
      if (end.join()) {
        well.add(key);
      }
    });
    return well;
  }

  private static Map<String, List<OutboxRow>> byKey(List<OutboxRow> rows) {
    Map<String, List<OutboxRow>> byKey = new LinkedHashMap<>();
    rows.forEach(row -> byKey.computeIfAbsent(row.orderingKey(), _ -> new ArrayList<>()).add(row));
    return byKey;
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
