package dev.orrery.exams;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.launcher.graph.GraphClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// How soon every service knows that a right was taken away.
final class Revocation implements Exam {
  private static final Duration PROMISED = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// A list of each service in which a member of the organization finds something.
  private static final Map<String, String> LISTS =
      Map.of("LOCATION", "regions", "IPAM", "vrfs", "INSTANCE", "images", "HANDLERS", "jobs");

  @Override
  public String name() {
    return "revocation";
  }

  @Override
  public String promise() {
    return "a right that was taken away is gone in every service within %d ms, 99 times of 100"
        .formatted(PROMISED.toMillis());
  }

  @Override
  public String course() {
    return "In a house at rest a membership is taken from somebody, 200 times (--short: 20 times)."
        + " From the moment that this is answered, each service is asked every few"
        + " milliseconds, with that one's token, until it shows nothing any more. Then the"
        + " membership is given again.";
  }

  @Override
  public String sabotage() {
    return "NATS stands still for 400 ms at each revocation";
  }

  @Override
  public void run(House house, Size size, boolean sabotaged, Report report) throws Exception {
    Tenant tenant = house.tenants().getFirst();
    Tenant.made(
        tenant.graph(), "Vrf", Map.of("organization", tenant.organization(), "name", "theirs"));
    Tenant.made(tenant.graph(), "Instance", tenant.instance("theirs"));
    Membership membership = Membership.of(house, tenant, "revoked");
    GraphClient member = membership.client();
    List<Long> delays = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(LISTS.size())) {
      for (int round = size.full() ? 200 : 20; round > 0; round--) {
        for (String service : LISTS.keySet()) {
          Eventually.answers(
              PATIENCE, () -> sees(member.at(house.endpoint(service)), service) ? true : null);
        }
        if (sabotaged) {
          signal(house, "STOP");
        }
        membership.take();
        long taken = System.nanoTime();
        Map<String, Future<Long>> gone = new HashMap<>();
        for (String service : LISTS.keySet()) {
          gone.put(
              service,
              threads.submit(() -> untilNothing(member.at(house.endpoint(service)), service)));
        }
        if (sabotaged) {
          Thread.sleep(400);
          signal(house, "CONT");
        }
        for (Map.Entry<String, Future<Long>> each : gone.entrySet()) {
          delays.add(Math.max(0, each.getValue().get() - taken) / 1_000_000);
        }
        membership.give();
      }
    }
    long[] sorted = delays.stream().mapToLong(Long::longValue).sorted().toArray();
    long worst = sorted[Math.min(sorted.length - 1, (int) Math.ceil(sorted.length * 0.99) - 1)];
    report.line(
        "  %,d times a service had to learn it: median %d ms, p99 %d ms, at most %d ms",
        sorted.length, sorted[sorted.length / 2], worst, Arrays.stream(sorted).max().orElse(0));
    if (worst > PROMISED.toMillis()) {
      throw new AssertionError("p99 is %d ms".formatted(worst));
    }
  }

  private static void signal(House house, String signal) throws Exception {
    long nats = house.process("nats").orElseThrow().pid();
    new ProcessBuilder("kill", "-" + signal, Long.toString(nats)).start().waitFor();
  }

  /// @return when it answered with nothing, by [System#nanoTime()]
  private static long untilNothing(GraphClient member, String service) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (sees(member, service)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(service + " shows it still after " + PATIENCE);
      }
      Thread.sleep(2);
    }
    return System.nanoTime();
  }

  private static boolean sees(GraphClient member, String service) {
    String list = LISTS.get(service);
    JsonNode found = member.ask("{ %s(first: 1) { nodes { id } } }".formatted(list));
    return !found.at("/%s/nodes".formatted(list)).isEmpty();
  }
}
