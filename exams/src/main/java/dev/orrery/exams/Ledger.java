package dev.orrery.exams;

import dev.orrery.launcher.graph.GraphRefusal;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/// What each client was told about each thing it wanted to make, by the thing's name.
final class Ledger {
  /// After these, nobody knows whether it happened.
  private static final Set<String> OPEN =
      Set.of("INTERNAL", "UNAVAILABLE", "TIMEOUT", "SERVICE_UNAVAILABLE", "SUBGRAPH_UNAVAILABLE");

  enum Told {
    OK,
    FAILED,
    UNKNOWN
  }

  private final Map<String, Told> entries = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();

  /// Does something that makes a thing of that name, and writes down how it ended.
  void write(String name, Runnable operation) {
    long begin = System.nanoTime();
    Told told;
    try {
      operation.run();
      told = Told.OK;
    } catch (GraphRefusal refusal) {
      told = OPEN.contains(refusal.code()) ? Told.UNKNOWN : Told.FAILED;
    } catch (IllegalStateException away) {
      told = Told.UNKNOWN;
    }
    nanos.add(System.nanoTime() - begin);
    entries.put(name, told);
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

  /// How long the slowest but one in a hundred took.
  double p99Millis() {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[(int) (sorted.length * 0.99)] / 1e6;
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
    return "%d operations: %d ok, %d failed, %d unknown; p99 %.0f ms"
        .formatted(
            size(),
            told(Told.OK).size(),
            told(Told.FAILED).size(),
            told(Told.UNKNOWN).size(),
            p99Millis());
  }
}
