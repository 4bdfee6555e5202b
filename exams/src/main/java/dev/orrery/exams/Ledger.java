package dev.orrery.exams;

import dev.orrery.launcher.graph.GraphRefusal;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/// What each client was told about each thing it wanted, by the thing's name.
final class Ledger {
  /// After these, nobody knows whether it happened.
  private static final Set<String> OPEN =
      Set.of("INTERNAL", "UNAVAILABLE", "TIMEOUT", "INVALID_RESPONSE");

  enum Told {
    OK,
    FAILED,
    UNKNOWN
  }

  private final Map<String, Told> entries = new ConcurrentHashMap<>();
  private final Map<String, String> refusals = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
  private final LongAdder repeats = new LongAdder();

  /// Asks once for a thing of that name, and writes down how it ended.
  void write(String name, Runnable operation) {
    write(name, List.of(), operation);
  }

  /// The same; while nobody knows how it ended, asks again after each of these pauses, as a client
  /// does who has given the operation an idempotency key.
  void write(String name, List<Duration> pauses, Runnable operation) {
    Iterator<Duration> left = pauses.iterator();
    Told told = attempt(name, operation);
    boolean doubtful = told == Told.UNKNOWN;
    while (told == Told.UNKNOWN && left.hasNext() && slept(left.next())) {
      repeats.increment();
      told = attempt(name, operation);
    }
    // A refusal after a doubtful attempt does not say that the first one came to nothing.
    entries.put(name, told == Told.FAILED && doubtful ? Told.UNKNOWN : told);
  }

  private Told attempt(String name, Runnable operation) {
    long begin = System.nanoTime();
    try {
      operation.run();
      return Told.OK;
    } catch (GraphRefusal refusal) {
      if (OPEN.contains(refusal.code())) {
        return Told.UNKNOWN;
      }
      refusals.put(name, refusal.getMessage());
      return Told.FAILED;
    } catch (IllegalStateException away) {
      return Told.UNKNOWN;
    } finally {
      nanos.add(System.nanoTime() - begin);
    }
  }

  private static boolean slept(Duration pause) {
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  Set<String> told(Told told) {
    return entries.entrySet().stream()
        .filter(entry -> entry.getValue() == told)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  int size() {
    return entries.size();
  }

  /// How often somebody asked again, not knowing.
  long repeats() {
    return repeats.sum();
  }

  /// Why things were refused, by their names.
  Map<String, String> refusals() {
    return Map.copyOf(refusals);
  }

  /// How many attempts have ended.
  int attempts() {
    return nanos.size();
  }

  /// How long the slowest attempt but one in a hundred took.
  double p99Millis() {
    return p99Millis(0, attempts());
  }

  /// The same of those that ended after the first so many, up to that one.
  double p99Millis(int after, int last) {
    return millis(after, last, 0.99);
  }

  /// How long the slowest attempt took.
  double maxMillis() {
    return millis(0, attempts(), 1);
  }

  private double millis(int after, int last, double part) {
    long[] sorted =
        nanos.stream().limit(last).skip(after).mapToLong(Long::longValue).sorted().toArray();
    return sorted.length == 0
        ? 0
        : sorted[Math.min(sorted.length - 1, (int) (sorted.length * part))] / 1e6;
  }

  /// Every ok is there once, no failed is, and an unknown is there once or not.
  ///
  /// @param found how often each name is there
  /// @throws AssertionError with the first few that break the rule
  void check(Map<String, Integer> found) {
    StringBuilder broken = new StringBuilder();
    int count = 0;
    for (Map.Entry<String, Told> entry : entries.entrySet()) {
      int times = found.getOrDefault(entry.getKey(), 0);
      boolean kept =
          switch (entry.getValue()) {
            case OK -> times == 1;
            case FAILED -> times == 0;
            case UNKNOWN -> times <= 1;
          };
      if (!kept && ++count <= 5) {
        broken.append(
            "%n  %s: told %s, there %d times".formatted(entry.getKey(), entry.getValue(), times));
      }
    }
    if (count > 0) {
      throw new AssertionError("the ledger is broken %d times:%s".formatted(count, broken));
    }
  }

  @Override
  public String toString() {
    return "%d operations: %d ok, %d failed, %d unknown; asked again %d times; p99 %.0f ms, slowest %.0f ms"
        .formatted(
            size(),
            told(Told.OK).size(),
            told(Told.FAILED).size(),
            told(Told.UNKNOWN).size(),
            repeats(),
            p99Millis(),
            maxMillis());
  }
}
