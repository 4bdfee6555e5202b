package dev.orrery.exams;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.launcher.graph.GraphClient;
import dev.orrery.launcher.graph.GraphRefusal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/// Clients that make regions, one change a provider makes real in every ten, and that look at them
/// twice as often, at a steady rate.
final class Load {
  private static final int CLIENTS = 32;
  private static final int EVERY = 10;

  private final GraphClient graph;
  private final String prefix;
  private final Map<String, Object> common;
  private final Ledger ledger = new Ledger();
  private final LongAdder unanswered = new LongAdder();

  Load(House house, String prefix) {
    this.graph = house.graph(House.PERSON);
    this.prefix = prefix;
    JsonNode known =
        graph.ask(
            """
            { organizations { nodes { id } } instanceTypes(first: 1) { nodes { id } }
              images(first: 1) { nodes { id } } sites(where: {name: {eq: "ZRH1"}}) { nodes { id } } }
            """);
    common =
        Map.of(
            "organization", first(known, "organizations"),
            "instanceType", first(known, "instanceTypes"),
            "image", first(known, "images"),
            "site", first(known, "sites"));
  }

  private static String first(JsonNode data, String list) {
    return data.path(list).path("nodes").path(0).path("id").asText();
  }

  Ledger ledger() {
    return ledger;
  }

  String prefix() {
    return prefix;
  }

  /// Returns when the time is over and every client has its answer.
  void run(Duration time, int rate) {
    long begin = System.nanoTime();
    long count = time.toMillis() * rate / 1000;
    Semaphore room = new Semaphore(CLIENTS);
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        LockSupport.parkNanos(begin + i * (1_000_000_000L / rate) - System.nanoTime());
        boolean instance = i % EVERY == 0;
        String name = "%s-%s%d".formatted(prefix, instance ? "i" : "r", i);
        room.acquireUninterruptibly();
        clients.execute(() -> {
          try {
            ledger.write(name, () -> make(name, instance));
          } finally {
            room.release();
          }
        });
        clients.execute(this::look);
        clients.execute(this::look);
      }
    }
  }

  private void make(String name, boolean instance) {
    Map<String, Object> input = new HashMap<>();
    input.put("name", name);
    input.put("organization", common.get("organization"));
    if (instance) {
      input.putAll(common);
      graph.ask(
          "mutation($i: CreateInstanceInput!) { createInstance(input: $i) { instance { id } } }",
          Map.of("i", input));
    } else {
      graph.ask(
          "mutation($i: CreateRegionInput!) { createRegion(input: $i) { region { id } } }",
          Map.of("i", input));
    }
  }

  /// How many looks had no answer, or one with errors.
  long unanswered() {
    return unanswered.sum();
  }

  private void look() {
    try {
      var _ = graph.ask("{ regions(first: 5) { nodes { id name } } }");
    } catch (GraphRefusal | IllegalStateException away) {
      unanswered.increment();
    }
  }
}
