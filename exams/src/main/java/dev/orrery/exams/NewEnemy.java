package dev.orrery.exams;

import dev.orrery.launcher.graph.GraphClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/// The new enemy of Zanzibar (Pang and others, USENIX ATC 2019, section 2.2): who lost a right must
/// not see what was made after that.
final class NewEnemy implements Exam {
  private static final String REVISION = "Orrery-Policy-Revision";
  private static final int RACERS = 8;
  private static final int RACES = 10_000;
  private static final int FEW_RACES = 200;

  @Override
  public String name() {
    return "new-enemy";
  }

  @Override
  public String promise() {
    return "who lost a right does not see what was made after that, and who was given one sees it"
        + " at once: %,d races, no failure".formatted(RACES);
  }

  @Override
  public String course() {
    return "In %d organizations at once, through the gateway: a membership is taken from somebody;"
            .formatted(RACERS)
        + " with the revision that this made, its owner makes a region in another service;"
        + " who was there asks for that region, with an old token and no revision, and must not"
        + " see it. Then the membership is given again, and with that revision the region must"
        + " be there. %,d times (--short: %d).".formatted(RACES, FEW_RACES);
  }

  @Override
  public String sabotage() {
    return "nobody carries the revision along";
  }

  /// What is asked and what came of it, over all organizations.
  private record Race(
      Queue<String> seen, Queue<String> unseen, AtomicInteger left, boolean sabotaged) {

    GraphClient at(GraphClient graph, GraphClient.Answered change) {
      String revision = change.headers().firstValue(REVISION).orElse("0");
      return sabotaged ? graph : graph.with(REVISION, revision);
    }
  }

  @Override
  public void run(House house, Size size, boolean sabotaged, Report report) throws Exception {
    int races = size.full() ? RACES : FEW_RACES;
    Race race =
        new Race(
            new ConcurrentLinkedQueue<>(),
            new ConcurrentLinkedQueue<>(),
            new AtomicInteger(races),
            sabotaged);
    Instant begun = Instant.now();
    try (ExecutorService threads = Executors.newFixedThreadPool(RACERS)) {
      List<Future<?>> racers = new ArrayList<>();
      for (Tenant tenant : house.tenants().subList(0, RACERS)) {
        racers.add(
            threads.submit(() -> {
              run(
                  house,
                  tenant,
                  race,
                  left -> {
                    if (left % (races / 10) == 0) {
                      report.line("  %,d races are left", left);
                    }
                  });
              return null;
            }));
      }
      for (Future<?> racer : racers) {
        racer.get();
      }
    }
    report.line(
        "  %,d races in %d s: %d saw what was made after they had lost their right, %d did not see"
            + " what they had just been let in to",
        races,
        Duration.between(begun, Instant.now()).toSeconds(),
        race.seen().size(),
        race.unseen().size());
    if (!race.seen().isEmpty() || !race.unseen().isEmpty()) {
      throw new AssertionError(
          "seen: %s, not seen: %s".formatted(race.seen().peek(), race.unseen().peek()));
    }
  }

  private static void run(House house, Tenant tenant, Race race, IntConsumer progress) {
    Membership membership = Membership.of(house, tenant, "fellow");
    GraphClient fellow = membership.client();
    for (int number = race.left().getAndDecrement();
        number > 0;
        number = race.left().getAndDecrement()) {
      GraphClient.Answered lost = membership.take();
      String name = "enemy-" + number;
      Tenant.made(race.at(tenant.graph(), lost), "Region", tenant.region(name));
      if (sees(fellow, name)) {
        race.seen().add(name);
      }
      GraphClient.Answered given = membership.give();
      if (!sees(race.at(fellow, given), name)) {
        race.unseen().add(name);
      }
      progress.accept(number - 1);
    }
  }

  private static boolean sees(GraphClient somebody, String name) {
    return !somebody
        .ask(
            "query($n: String) { regions(where: {name: {eq: $n}}) { nodes { id } } }",
            Map.of("n", name))
        .at("/regions/nodes")
        .isEmpty();
  }
}
