package dev.orrery.exams;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

final class ServicesKilled implements Exam {
  private static final List<String> VICTIMS =
      List.of(
          "location-api",
          "instance-api",
          "event-handlers",
          "simulator",
          "gateway",
          "permissions-api",
          "ipam-api");

  /// Those whose outboxes the load fills.
  private static final List<String> ROOMS = List.of("location", "instance", "handlers");

  private static final long SEED = 7;
  private static final Duration PERIOD = Duration.ofSeconds(10);
  private static final Duration BREATH = Duration.ofSeconds(2);

  @Override
  public String name() {
    return "services-killed";
  }

  @Override
  public String promise() {
    return "any service is killed every 10 s under load: 0 lost, 0 double effects";
  }

  @Override
  public String course() {
    return "The standard load runs for 120 s while every 10 s one of %s, drawn with a seed, each as often as"
            .formatted(String.join(", ", VICTIMS))
        + " the others, is killed (kill -9) and started again (--short: location-api, instance-api and"
        + " event-handlers, once each). Clients ask again, with the same idempotency key, while they do not"
        + " know how it ended. Nothing that is right may be refused.";
  }

  @Override
  public String sabotage() {
    return "the outbox is kept in each process's memory and written behind every second, instead of in the"
        + " transaction of the change";
  }

  @Override
  public void run(House house, Size size, boolean sabotaged, Report report) throws Exception {
    List<String> victims = size.full() ? drawn(size.load()) : VICTIMS.subList(0, 3);
    Duration period = size.full() ? PERIOD : PERIOD.dividedBy(5);
    Load load = Load.ofPatientClients(house, "sk");
    Load.Running clients = load.start(size.rate());
    try (OutboxInMemory memory = sabotaged ? new OutboxInMemory(house, ROOMS) : null) {
      kill(house, victims, period, memory, report);
    }
    clients.stop();
    if (!load.ledger().told(Ledger.Told.FAILED).isEmpty()) {
      throw new AssertionError(
          "%s; what is right was refused: %s".formatted(load.ledger(), load.ledger().refusals()));
    }
    new Healing(house, load, size.healing()).check(report);
  }

  private static void kill(
      House house,
      List<String> victims,
      Duration period,
      @Nullable OutboxInMemory memory,
      Report report)
      throws InterruptedException {
    long begin = System.nanoTime();
    for (int kill = 0; kill < victims.size(); kill++) {
      awaitTurn(begin + period.multipliedBy(kill + 1).toNanos());
      String victim = victims.get(kill);
      house.kill(victim);
      long killed = System.nanoTime();
      if (memory != null && ROOMS.contains(room(victim))) {
        memory.died(room(victim));
      }
      house.start(victim);
      report.line(
          "  %3d s: killed %s; it was away for %.1f s",
          (killed - begin) / 1_000_000_000L, victim, (System.nanoTime() - killed) / 1e9);
    }
    awaitTurn(begin + period.multipliedBy(victims.size() + 1).toNanos());
  }

  private static String room(String service) {
    return service.equals("event-handlers") ? "handlers" : service.replace("-api", "");
  }

  /// Even when the start before took longer than the period, there is a moment with everything up.
  private static void awaitTurn(long moment) throws InterruptedException {
    Thread.sleep(Duration.ofNanos(Math.max(moment - System.nanoTime(), BREATH.toNanos())));
  }

  private static List<String> drawn(Duration time) {
    long kills = time.dividedBy(PERIOD) - 1;
    List<String> drawn = new ArrayList<>();
    Random random = new Random(SEED);
    while (drawn.size() < kills) {
      List<String> round = new ArrayList<>(VICTIMS);
      Collections.shuffle(round, random);
      drawn.addAll(round);
    }
    return drawn.subList(0, (int) kills);
  }
}
