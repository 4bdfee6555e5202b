package dev.orrery.exams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

final class Drift implements Exam {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final Duration DETECTED = EVERY.plusSeconds(10);
  private static final int CLIENTS = 8;

  @Override
  public String name() {
    return "drift";
  }

  @Override
  public String promise() {
    return "200 provider objects changed or deleted behind our back: each detected within one"
        + " interval + 10 s; corrected or alerted once";
  }

  @Override
  public String course() {
    return "200 instances (--short: 24) are made and looked at every 10 s. Behind everybody's back,"
        + " one half is stopped at the simulator and the other deleted. Each must be told as"
        + " drifted or under correction within 20 s, by its events. The budget allows to"
        + " correct three of four: each of those is corrected once, by the provider's own"
        + " journal, and never told; each other is told once, and left alone. Two more"
        + " rounds change nothing.";
  }

  @Override
  public String sabotage() {
    return "each look forgets what was told";
  }

  @Override
  public void run(House house, Size size, boolean sabotaged, Report report) throws Exception {
    int objects = size.full() ? 200 : 24;
    int budget = objects * 3 / 4;
    house.stop("event-handlers");
    house.start(
        "event-handlers",
        Map.of(
            "ORRERY_RECONCILIATION_EVERY", EVERY.toString(),
            "ORRERY_RECONCILIATION_CORRECTIONS_PER_HOUR", String.valueOf(budget)));
    if (sabotaged) {
      house.databases().sql("handlers", FORGETFUL_LOOK);
    }
    Ledger ledger = new Ledger();
    String prefix = "dr%d".formatted(System.currentTimeMillis());
    List<String> instances = create(house, ledger, prefix, objects);
    report.line("  %s", ledger);
    Eventually.holds(
        Duration.ofSeconds(120), () -> mustBe(house, prefix, objects, "status = 'IN_SYNC'"));
    report.line("  %d objects are as desired; now they change behind our back", objects);

    Map<String, Instant> harmed = harm(house, instances);
    Eventually.holds(
        DETECTED.multipliedBy(2),
        () ->
            mustBe(
                house, prefix, objects, "status in ('DRIFTED', 'CORRECTING') or corrections > 0"));
    Eventually.holds(
        size.healing(),
        () ->
            mustBe(
                house,
                prefix,
                objects,
                "status = 'DRIFTED' or status = 'IN_SYNC' and corrections > 0"));
    // In two more rounds nothing may happen twice.
    Thread.sleep(EVERY.multipliedBy(2).plusSeconds(2));
    check(house, instances, harmed, budget, report);
  }

  private static List<String> create(House house, Ledger ledger, String prefix, int count)
      throws Exception {
    Tenant tenant = house.tenants().getFirst();
    List<String> made = new CopyOnWriteArrayList<>();
    Semaphore room = new Semaphore(CLIENTS);
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        String name = "%s-%d".formatted(prefix, i);
        room.acquireUninterruptibly();
        clients.execute(() -> {
          try {
            ledger.write(
                name,
                () -> made.add(Tenant.made(tenant.graph(), "Instance", tenant.instance(name))));
          } finally {
            room.release();
          }
        });
      }
    }
    if (made.size() != count) {
      throw new IllegalStateException("not every instance was created: " + ledger);
    }
    return made;
  }

  private static void mustBe(House house, String prefix, int objects, String condition) {
    long count =
        house
            .databases()
            .number(
                "handlers",
                "select count(*) from reconciliation where desired like '%%\"%s-%%' and (%s)"
                    .formatted(prefix, condition));
    if (count != objects) {
      throw new AssertionError("%d of %d objects are: %s".formatted(count, objects, condition));
    }
  }

  /// @return when each was harmed
  private static Map<String, Instant> harm(House house, List<String> instances)
      throws IOException, InterruptedException {
    Map<String, Instant> harmed = new HashMap<>();
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (int i = 0; i < instances.size(); i++) {
        String id = instances.get(i);
        HttpRequest.Builder request =
            HttpRequest.newBuilder(house.simulatorControl("/objects/" + id));
        HttpRequest harm =
            i % 2 == 0
                ? request
                    .PUT(HttpRequest.BodyPublishers.ofString("{\"powerState\": \"STOPPED\"}"))
                    .build()
                : request.DELETE().build();
        int status = http.send(harm, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status >= 300) {
          throw new IllegalStateException("the simulator answered %d".formatted(status));
        }
        harmed.put(id, Instant.now());
      }
    }
    return harmed;
  }

  private static void check(
      House house, List<String> instances, Map<String, Instant> harmed, int budget, Report report)
      throws Exception {
    Map<String, List<JsonNode>> events = events(house);
    Map<String, List<String>> ordered = ordered(house);
    int corrected = 0;
    Duration slowest = Duration.ZERO;
    for (String id : instances) {
      List<JsonNode> about = events.getOrDefault(id, List.of());
      Duration detected = detected(about, Objects.requireNonNull(harmed.get(id)));
      slowest = detected.compareTo(slowest) > 0 ? detected : slowest;
      if (detected.compareTo(DETECTED) > 0) {
        throw new AssertionError("%s was detected after %d s".formatted(id, detected.toSeconds()));
      }
      long told =
          about.stream().filter(event -> event.path("type").asText().contains(".drifted.")).count();
      JsonNode last = about.getLast().path("data").path("after");
      int corrections = last.path("corrections").asInt();
      int effects = ordered.getOrDefault(id, List.of()).size() - 1;
      boolean isCorrected = corrections == 1 && told == 0 && effects == 1;
      boolean isTold = corrections == 0 && told == 1 && effects == 0;
      if (!isCorrected && !isTold) {
        throw new AssertionError(
            "%s was told %d times and corrected %d times; the provider did %s"
                .formatted(id, told, corrections, ordered.get(id)));
      }
      corrected += isCorrected ? 1 : 0;
    }
    report.line(
        "  %d detected, the slowest after %.1f s; %d corrected once, %d told once",
        instances.size(), slowest.toMillis() / 1e3, corrected, instances.size() - corrected);
    if (corrected != budget) {
      throw new AssertionError("%d were corrected, and not %d".formatted(corrected, budget));
    }
  }

  private static Duration detected(List<JsonNode> events, Instant harmed) {
    return events.stream()
        .filter(event ->
            List.of("DRIFTED", "CORRECTING")
                .contains(event.path("data").path("after").path("status").asText()))
        .map(event -> Duration.between(harmed, Instant.parse(event.path("time").asText())))
        .findFirst()
        .orElseThrow(() -> new AssertionError("a drift was never told of"));
  }

  /// By the instance.
  private static Map<String, List<JsonNode>> events(House house) throws Exception {
    Map<String, List<JsonNode>> events = new HashMap<>();
    for (JsonNode event : Journal.read(house, "CHANGES_HANDLERS", "changes.reconciliation.>")) {
      String id = event.path("data").path("related").path(0).asText();
      events.computeIfAbsent(id, _ -> new ArrayList<>()).add(event);
    }
    return events;
  }

  /// What the simulator did because it was ordered to, by its journal.
  private static Map<String, List<String>> ordered(House house) throws IOException {
    Map<String, List<String>> ordered = new HashMap<>();
    for (String line : Files.readAllLines(house.home().resolve("data/simulator/world.journal"))) {
      JsonNode effect = JSON.readTree(line);
      if (effect.hasNonNull("operationToken")) {
        ordered
            .computeIfAbsent(effect.path("resourceId").asText(), _ -> new ArrayList<>())
            .add(effect.path("what").asText());
      }
    }
    return ordered;
  }

  private static final String FORGETFUL_LOOK =
      """
      create function forget_what_was_told() returns trigger language plpgsql as $$
      begin
        new.status = 'UNKNOWN';
        return new;
      end $$;
      create trigger forgetful_look before update on reconciliation for each row
      when (new.looks > old.looks and new.status = 'DRIFTED') execute function forget_what_was_told();
      """;
}
