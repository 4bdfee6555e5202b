package dev.orrery.exams;

import dev.orrery.launcher.graph.GraphRefusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;

/// Clients of twenty organizations that change things at a steady rate, and look at them twice as
/// often. Of ten changes one makes an instance, which a provider makes real, two change a region
/// that is there, the others make regions. Who does what is drawn with the same seed every time.
final class Load {
  /// Of the standard load, before what counts: the first answers of a house that was just started
  /// are slow.
  static final Duration WARMING = Duration.ofSeconds(180);

  /// What a region carries that was changed: the name of the change.
  static final String LABEL = "exam";

  private static final long SEED = 20;
  private static final int CLIENTS = 256;
  private static final List<Duration> IMPATIENT = List.of();

  /// Longer, all together, than anything is away that is killed and started again.
  private static final List<Duration> PATIENT =
      List.of(1, 2, 4, 8, 15).stream().map(Duration::ofSeconds).toList();

  private final House house;
  private final List<Tenant> tenants;
  private final String prefix;
  private final List<Duration> pauses;
  private final Ledger ledger = new Ledger();
  private final LongAdder looks = new LongAdder();
  private final LongAdder unanswered = new LongAdder();
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Queue<Made> unchanged = new ConcurrentLinkedQueue<>();
  private int drawn;

  private Load(House house, String prefix, List<Duration> pauses) throws Exception {
    this.house = house;
    this.tenants = house.tenants();
    this.prefix = prefix + Instant.now().getEpochSecond();
    this.pauses = pauses;
  }

  /// Clients who ask once.
  ///
  /// @param prefix what the names of all their things begin with
  static Load ofImpatientClients(House house, String prefix) throws Exception {
    return new Load(house, prefix, IMPATIENT);
  }

  /// Clients who ask again, with the same idempotency key, while they do not know how it ended.
  static Load ofPatientClients(House house, String prefix) throws Exception {
    return new Load(house, prefix, PATIENT);
  }

  private record Made(Tenant tenant, String id) {}

  Ledger ledger() {
    return ledger;
  }

  String prefix() {
    return prefix;
  }

  /// Clients at work in the background.
  final class Running {
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Thread thread;

    private Running(int rate) {
      thread = Thread.ofPlatform().name("load").start(() -> work(rate, _ -> !stopped.get()));
    }

    /// Returns when every client has its answer.
    void stop() throws InterruptedException {
      stopped.set(true);
      thread.join();
    }
  }

  /// @param rate changes a second
  Running start(int rate) {
    return new Running(rate);
  }

  /// Returns when the time is over and every client has its answer. May be called again.
  void run(Duration time, int rate) {
    long count = time.toMillis() * rate / 1000;
    work(rate, done -> done < count);
  }

  private void work(int rate, LongPredicate goesOn) {
    long begin = System.nanoTime();
    Semaphore room = new Semaphore(CLIENTS);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (long i = 0; goesOn.test(i); i++) {
        LockSupport.parkNanos(begin + i * (1_000_000_000L / rate) - System.nanoTime());
        Tenant tenant = tenants.get(random.nextInt(tenants.size()));
        Runnable change = draw(tenant);
        room.acquireUninterruptibly();
        threads.execute(() -> {
          try {
            change.run();
          } finally {
            room.release();
          }
        });
        threads.execute(() -> look(tenant));
        threads.execute(() -> look(tenant));
      }
    }
  }

  private Runnable draw(Tenant tenant) {
    int number = drawn++;
    return switch (random.nextInt(10)) {
      case 0 -> () -> makeInstance(tenant, "%s-i%d".formatted(prefix, number));
      case 1, 2 -> () -> changeRegion(tenant, number);
      default -> () -> makeRegion(tenant, "%s-r%d".formatted(prefix, number));
    };
  }

  private void makeInstance(Tenant tenant, String name) {
    ledger.write(
        name,
        pauses,
        () -> {
          var _ = Tenant.made(tenant.graph(), "Instance", tenant.instance(name));
        });
  }

  private void makeRegion(Tenant tenant, String name) {
    ledger.write(
        name,
        pauses,
        () ->
            unchanged.add(
                new Made(tenant, Tenant.made(tenant.graph(), "Region", tenant.region(name)))));
  }

  /// Each region is changed once at most, so that everybody knows its version. A change has no
  /// idempotency key: whoever does not know how it ended leaves it at that.
  private void changeRegion(Tenant tenant, int number) {
    Made region = unchanged.poll();
    if (region == null) {
      makeRegion(tenant, "%s-r%d".formatted(prefix, number));
      return;
    }
    String name = "%s-u%d".formatted(prefix, number);
    ledger.write(
        name,
        () -> {
          var answer =
              region
                  .tenant()
                  .graph()
                  .ask(
                      "mutation($i: UpdateRegionInput!) { updateRegion(input: $i) { region {"
                          + " version } } }",
                      Map.of(
                          "i",
                          Map.of("id", region.id(), "version", 1, "labels", Map.of(LABEL, name))));
          if (answer.path("updateRegion").path("region").path("version").asInt() != 2) {
            throw new IllegalStateException("an answer without the next version");
          }
        });
  }

  /// How many looks had no answer, or one with errors.
  long unanswered() {
    return unanswered.sum();
  }

  /// How many looks there were, and how many of them had no answer, or one with errors.
  String looks() {
    return "%d looks, %d of them unanswered".formatted(looks.sum(), unanswered.sum());
  }

  /// Returns when location-api and instance-api answer through the gateway, which leaves those
  /// alone for a while that have failed.
  void awaitAnswers(Duration patience) throws Exception {
    Eventually.holds(
        patience,
        () -> {
          var _ =
              tenants
                  .getFirst()
                  .graph()
                  .ask("{ regions(first: 1) { totalCount } instances(first: 1) { totalCount } }");
        });
  }

  private void look(Tenant tenant) {
    looks.increment();
    try {
      var _ = tenant.graph().ask("{ regions(first: 5) { nodes { id name labels } } }");
    } catch (GraphRefusal | IllegalStateException away) {
      unanswered.increment();
    }
  }
}
