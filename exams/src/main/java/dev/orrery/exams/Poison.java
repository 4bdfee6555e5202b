package dev.orrery.exams;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.launcher.graph.GraphClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

final class Poison implements Exam {
  private static final long SEED = 100;
  private static final int CLIENTS = 16;
  private static final int FAILURES = 5;

  /// Five failures take 15 s, and whoever comes last begins last.
  private static final Duration PARKED = Duration.ofSeconds(60);

  @Override
  public String name() {
    return "poison";
  }

  @Override
  public String promise() {
    return "1 poison message in 100, of 10,000: 9,900 done, 100 parked with reason and trace id,"
        + " lag back to 0, driving them again works";
  }

  @Override
  public String course() {
    return "10,000 instances are created (--short: 600), each in a trace of its own; of every"
        + " hundred, one drawn with a seed has a name that the jobs' table refuses. Each of"
        + " the others must have its job within 60 s, each poisoned one must be parked after"
        + " five failures with reason and trace id, and the consumer must have no lag. Then"
        + " the table is healed and ./orrery events redrive drives the dead letters again:"
        + " every instance has one job, and no letter is left. The simulator is away, so"
        + " that nothing comes of the jobs.";
  }

  @Override
  public String sabotage() {
    return "a message may fail a million times before it is parked";
  }

  @Override
  public void run(House house, Size size, boolean sabotaged, Report report) throws Exception {
    Poisoned.in(
        house,
        sabotaged
            ? Map.of("ORRERY_EVENTS_MAX_FAILURES", "1000000")
            : Map.of("ORRERY_RECONCILIATION_SOON", "PT1H"));
    int messages = size.full() ? 10_000 : 600;
    String prefix = "po%d".formatted(System.currentTimeMillis());
    Set<Integer> poison = drawn(messages);
    Ledger ledger = new Ledger();
    Map<String, Sent> sent = create(house, ledger, prefix, messages, poison);
    report.line("  %s; %d of them poisoned", ledger, poison.size());
    if (sent.size() != messages) {
      throw new IllegalStateException("not every instance was created: " + ledger);
    }
    DeadLetterOffice office = new DeadLetterOffice(house, Poisoned.CONSUMER, Poisoned.STREAM);
    long begin = System.nanoTime();
    Eventually.holds(
        PARKED,
        () -> {
          mustHaveJobs(house, prefix, messages - poison.size());
          List<JsonNode> letters = office.letters();
          if (letters.size() != poison.size()) {
            throw new AssertionError(
                "%d of %d poison messages are parked".formatted(letters.size(), poison.size()));
          }
          office.mustHaveNothingWaiting();
        });
    checkLetters(office.letters(), sent);
    Eventually.holds(Duration.ofSeconds(10), () -> checkMetrics(house, poison.size()));
    report.line(
        "  %d done, %d parked after %d failures each, with reason and trace id; no lag %.0f s after"
            + " the last creation",
        messages - poison.size(), poison.size(), FAILURES, (System.nanoTime() - begin) / 1e9);

    Poisoned.heal(house);
    office.redrive();
    Eventually.holds(
        PARKED,
        () -> {
          mustHaveJobs(house, prefix, messages);
          office.mustHaveNothingWaiting();
          if (!office.letters().isEmpty()) {
            throw new AssertionError("dead letters are left");
          }
        });
    // What was driven again is in the stream once more, as the event that it was.
    Set<JsonNode> events =
        new LinkedHashSet<>(Journal.read(house, Poisoned.STREAM, "changes.instance.created.>"));
    ledger.check(Journal.inStrictOrder(List.copyOf(events), sent.keySet()));
    report.line("  healed and driven again: %d instances have one job each", messages);
  }

  /// @param id the instance's
  private record Sent(String id, String trace, boolean poisoned) {}

  private static Map<String, Sent> create(
      House house, Ledger ledger, String prefix, int messages, Set<Integer> poison)
      throws Exception {
    Tenant tenant = house.tenants().getFirst();
    Map<String, Sent> sent = new ConcurrentHashMap<>();
    Semaphore room = new Semaphore(CLIENTS);
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < messages; i++) {
        boolean poisoned = poison.contains(i);
        String name = "%s-%s%d".formatted(prefix, poisoned ? Poisoned.WORD : "", i);
        String trace = UUID.randomUUID().toString().replace("-", "");
        room.acquireUninterruptibly();
        clients.execute(() -> {
          try {
            GraphClient traced =
                tenant.graph().with("traceparent", "00-%s-00f067aa0ba902b7-01".formatted(trace));
            ledger.write(
                name,
                () -> {
                  String id = Tenant.made(traced, "Instance", tenant.instance(name));
                  sent.put(id, new Sent(id, trace, poisoned));
                });
          } finally {
            room.release();
          }
        });
      }
    }
    return sent;
  }

  private static Set<Integer> drawn(int messages) {
    Random random = new Random(SEED);
    Set<Integer> drawn = new HashSet<>();
    for (int hundred = 0; hundred < messages; hundred += 100) {
      drawn.add(hundred + random.nextInt(100));
    }
    return drawn;
  }

  private static void mustHaveJobs(House house, String prefix, int expected) {
    String ours = "from job where desired like '%%\"%s-%%'".formatted(prefix);
    long jobs = house.databases().number("handlers", "select count(*) " + ours);
    long instances =
        house.databases().number("handlers", "select count(distinct resource) " + ours);
    if (jobs != expected || instances != expected) {
      throw new AssertionError(
          "%d instances have %d jobs, and not %d".formatted(instances, jobs, expected));
    }
  }

  private static void checkLetters(List<JsonNode> letters, Map<String, Sent> sent) {
    Map<String, JsonNode> byInstance = new HashMap<>();
    for (JsonNode letter : letters) {
      String subject = letter.path("subject").asText();
      String id = subject.substring(subject.lastIndexOf('.') + 1);
      Sent original = sent.get(id);
      if (original == null || !original.poisoned() || byInstance.put(id, letter) != null) {
        throw new AssertionError("parked, and should not be: " + letter);
      }
      if (!letter.path("reason").asText().contains("no job can be made of poison")
          || letter.path("failures").asInt() != FAILURES
          || !letter.path("traceId").asText().equals(original.trace())) {
        throw new AssertionError(
            "a letter without reason, failures or the trace %s of its creation: %s"
                .formatted(original.trace(), letter));
      }
    }
  }

  private static void checkMetrics(House house, int parked) throws Exception {
    Replica handlers = Replica.first(house, "event-handlers");
    String consumer = "consumer=\"%s\"".formatted(Poisoned.CONSUMER);
    double counted = handlers.metric("deadletter_total", consumer);
    double lag = handlers.metric("consumer_lag", consumer);
    if (counted != parked || lag != 0) {
      throw new AssertionError(
          "the metrics say %.0f dead letters and a lag of %.0f".formatted(counted, lag));
    }
  }
}
