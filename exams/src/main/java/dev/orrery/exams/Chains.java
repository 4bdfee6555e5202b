package dev.orrery.exams;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.launcher.graph.GraphClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;

/// Resources that are renamed again and again, each by one client that knows the version before.
/// Every name is given once, so that the ledger knows each change by it.
final class Chains {
  private static final int SIDE_BY_SIDE = 16;

  private final Ledger ledger;
  private final String type;
  private final String field;
  private final List<Chain> chains = new ArrayList<>();

  /// @param type `Region`, `Instance`
  Chains(Ledger ledger, String type) {
    this.ledger = ledger;
    this.type = type;
    this.field = Character.toLowerCase(type.charAt(0)) + type.substring(1);
  }

  private static final class Chain {
    private final String id;
    private final String name;
    private int version = 1;
    private int changes;

    Chain(String id, String name) {
      this.id = id;
      this.name = name;
    }
  }

  /// Makes one more.
  ///
  /// @return its id
  String make(GraphClient graph, String name, Function<String, Map<String, Object>> input) {
    String first = name + "-0";
    var made =
        new Object() {
          String id = "";
        };
    ledger.write(first, () -> made.id = Tenant.made(graph, type, input.apply(first)));
    if (made.id.isEmpty()) {
      throw new IllegalStateException("%s could not be made: %s".formatted(first, ledger));
    }
    chains.add(new Chain(made.id, name));
    return made.id;
  }

  /// Changes each that many times, as fast as it goes.
  void changeEach(int times, GraphClient graph) throws Exception {
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      Semaphore room = new Semaphore(SIDE_BY_SIDE);
      List<java.util.concurrent.Future<?>> all = new ArrayList<>();
      for (Chain chain : chains) {
        all.add(
            clients.submit(() -> {
              for (int i = 0; i < times; i++) {
                room.acquireUninterruptibly();
                try {
                  change(chain, graph);
                } finally {
                  room.release();
                }
              }
            }));
      }
      for (var each : all) {
        var _ = each.get();
      }
    }
  }

  /// Changes one after the other at a steady rate; returns when the time is over and every client
  /// has its answer.
  void changeFor(Duration time, int rate, Supplier<GraphClient> graph) {
    long begin = System.nanoTime();
    long count = time.toMillis() * rate / 1000;
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        LockSupport.parkNanos(begin + i * (1_000_000_000L / rate) - System.nanoTime());
        Chain chain = chains.get(i % chains.size());
        clients.execute(() -> change(chain, graph.get()));
      }
    }
  }

  private void change(Chain chain, GraphClient graph) {
    synchronized (chain) {
      String name = "%s-%d".formatted(chain.name, ++chain.changes);
      int known = chain.version;
      ledger.write(
          name,
          () -> {
            var _ =
                graph.ask(
                    "mutation($i: Update%sInput!) { update%s(input: $i) { %s { version } } }"
                        .formatted(type, type, field),
                    Map.of("i", Map.of("id", chain.id, "version", known, "name", name)));
            chain.version = known + 1;
          });
      if (chain.version == known) {
        chain.version = read(chain, graph);
      }
    }
  }

  private int read(Chain chain, GraphClient graph) {
    return Eventually.answers(
        Duration.ofSeconds(60),
        () -> {
          JsonNode version =
              graph
                  .ask(
                      "query($id: ID!) { %s(id: $id) { version } }".formatted(field),
                      Map.of("id", chain.id))
                  .path(field)
                  .path("version");
          return version.isInt() ? version.asInt() : null;
        });
  }
}
