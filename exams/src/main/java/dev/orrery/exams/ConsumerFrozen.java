package dev.orrery.exams;

import io.nats.client.Connection;
import io.nats.client.api.ConsumerInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

final class ConsumerFrozen implements Exam {
  private static final String SERVICE = "event-handlers";
  private static final String FROZEN = "handlers-plan-job";
  private static final String UNAFFECTED = "ipam-allocate-address";
  private static final Duration CATCH_UP = Duration.ofSeconds(60);

  /// How old the metric may be.
  private static final Duration AGE = Duration.ofSeconds(4);

  private static final double PRECISION = 0.05;

  /// What may wait for the one that is not frozen, of the changes of a second: 4 s of them, since
  /// one in ten makes an instance.
  private static final double MOST_WAITING = 0.4;

  /// What a busy machine may do by chance: to one answer in a thousand, and to the slowest ones.
  private static final double CHANCE = 0.001;

  private static final double CHANCE_MILLIS = 500;

  @Override
  public String name() {
    return "consumer-frozen";
  }

  @Override
  public String promise() {
    return "a consumer frozen 5 min: the others are unaffected; it catches up within 60 s; the lag"
        + " metric is right within 5%";
  }

  @Override
  public String course() {
    return "The standard load runs for 30 s (--short: 10 s), after 180 s (--short: 5 s) that only"
        + " warm the house up. Then event-handlers is frozen"
        + " (SIGSTOP) for 5 minutes (--short: 20 s; --seconds: as it says) and resumed,"
        + " while the load goes on. Meanwhile clients get their answers as before: p99, and the"
        + " share of what was not answered at once, may double, and half a second and one in a"
        + " thousand is chance; and of the events for ipam-api no more wait than 4 s bring. Every"
        + " second the metric consumer_lag, read at ipam-api, is compared with what"
        + " PostgreSQL says: rows of instance-api's outbox that are published and that have"
        + " no inbox row, without those that did not concern the consumer before. Within 60 s of"
        + " the thaw, with the load still on, less waits than 2"
        + " s of the load bring.";
  }

  @Override
  public String sabotage() {
    return "what a consumer had in hand when it froze comes back after ten minutes";
  }

  @Override
  public Size full() {
    return new Size(true, Duration.ofSeconds(300), 50, Duration.ofSeconds(120));
  }

  @Override
  public Size small() {
    return new Size(false, Duration.ofSeconds(20), 50, Duration.ofSeconds(120));
  }

  @Override
  public void run(House house, Size size, boolean sabotaged, Report report) throws Exception {
    if (sabotaged) {
      house.stop(SERVICE);
      house.start(SERVICE, Map.of("ORRERY_EVENTS_ACK_WAIT", "PT10M"));
    }
    // The first answers of a new house are slow; then comes what the frozen time is compared with.
    Load.ofPatientClients(house, "cw")
        .run(size.full() ? Load.WARMING : Duration.ofSeconds(5), size.rate());
    Load before = Load.ofPatientClients(house, "cb");
    before.run(Duration.ofSeconds(size.full() ? 30 : 10), size.rate());
    report.line("  before: %s; %s", before.ledger(), before.looks());
    Load load = Load.ofPatientClients(house, "cf");
    Replica consumer = Replica.first(house, SERVICE);
    Replica neighbour = Replica.first(house, "ipam-api");
    Load.Running clients = load.start(size.rate());
    Thread.sleep(Duration.ofSeconds(5));
    double passedOver =
        consumer.metric("consumer_messages_total", labelled(FROZEN), "outcome=\"unconcerned\"");
    consumer.freeze();
    try {
      watch(house, neighbour, (long) passedOver, size, report);
    } finally {
      consumer.thaw();
    }
    catchUp(house, size, report);
    Thread.sleep(Duration.ofSeconds(5));
    clients.stop();
    mustBeAsBefore(before, load);
    new Healing(house, load, size.healing()).check(report);
  }

  private static void mustBeAsBefore(Load before, Load load) {
    Ledger ledger = load.ledger();
    if (!ledger.told(Ledger.Told.FAILED).isEmpty()
        || doubtful(load) > 2 * doubtful(before) + CHANCE
        || ledger.p99Millis() > 2 * before.ledger().p99Millis() + CHANCE_MILLIS) {
      throw new AssertionError("clients were affected: %s; %s".formatted(ledger, load.looks()));
    }
  }

  /// The share of changes and queries that had no answer when they were first asked.
  private static double doubtful(Load load) {
    Ledger ledger = load.ledger();
    long doubtful = ledger.repeats() + ledger.told(Ledger.Told.UNKNOWN).size() + load.unanswered();
    return doubtful / (3.0 * ledger.size());
  }

  /// Compares the metric with the truth until the time is over.
  private static void watch(
      House house, Replica neighbour, long passedOver, Size size, Report report) throws Exception {
    TreeMap<Instant, Long> truths = new TreeMap<>();
    Instant end = Instant.now().plus(size.load());
    double handled = neighbour.metric("consumer_messages_total", labelled(UNAFFECTED));
    double most = 0;
    Instant look = Instant.now();
    int looks = 0;
    double metric = 0;
    while (Instant.now().isBefore(end)) {
      truths.put(Instant.now(), unhandled(house, passedOver));
      metric = neighbour.metric("consumer_lag", labelled(FROZEN), "stream=\"CHANGES_INSTANCE\"");
      most = Math.max(most, neighbour.metric("consumer_lag", labelled(UNAFFECTED)));
      Instant asked = Instant.now();
      long now = unhandled(house, passedOver);
      var old = truths.floorEntry(asked.minus(AGE));
      if (old != null && asked.isAfter(look)) {
        looks++;
        look = asked.plusSeconds(1);
        if (metric < Math.floor(old.getValue() * (1 - PRECISION))
            || metric > Math.ceil(now * (1 + PRECISION))) {
          throw new AssertionError(
              "consumer_lag says %.0f; %d waited %d s before, and %d now"
                  .formatted(metric, old.getValue(), AGE.toSeconds(), now));
        }
        if (looks % 20 == 1) {
          report.line("  consumer_lag says %.0f, PostgreSQL %d", metric, now);
        }
      }
      Thread.sleep(500);
    }
    if (looks == 0 || metric == 0) {
      throw new AssertionError("nothing ever waited for the frozen consumer");
    }
    report.line(
        "  frozen for %d s: consumer_lag was right within 5%% in %d of %d looks, the last at %.0f",
        size.load().toSeconds(), looks, looks, metric);
    handled = neighbour.metric("consumer_messages_total", labelled(UNAFFECTED)) - handled;
    report.line(
        "  meanwhile %s handled %.0f events, and never more than %.0f waited for it",
        UNAFFECTED, handled, most);
    if (handled == 0 || most > MOST_WAITING * size.rate()) {
      throw new AssertionError("%s was affected".formatted(UNAFFECTED));
    }
  }

  private static String labelled(String consumer) {
    return "consumer=\"%s\"".formatted(consumer);
  }

  /// What the consumer has not handled, by PostgreSQL's account.
  ///
  /// @param passedOver what did not concern the consumer before it was frozen, of which PostgreSQL
  ///   knows nothing
  private static long unhandled(House house, long passedOver) throws SQLException {
    return (long)
            number(
                house,
                """
                select (select count(*) from instance.outbox
                        where subject like 'changes.instance.%%' and published_at is not null)
                     - (select count(*) from handlers.inbox where consumer = '%s')
                """
                    .formatted(FROZEN))
        - passedOver;
  }

  private static void catchUp(House house, Size size, Report report) throws Exception {
    long begin = System.nanoTime();
    try (Connection nats = house.nats()) {
      Eventually.holds(
          CATCH_UP,
          () -> {
            long waits = 0;
            for (String stream : nats.jetStreamManagement().getStreamNames()) {
              for (ConsumerInfo each : nats.jetStreamManagement().getConsumers(stream)) {
                if (each.getName().startsWith("handlers-")) {
                  waits += each.getNumPending() + each.getNumAckPending();
                }
              }
            }
            if (waits > 2L * size.rate()) {
              throw new AssertionError(
                  "%d messages wait for event-handlers %d s after the thaw"
                      .formatted(waits, CATCH_UP.toSeconds()));
            }
          });
    }
    report.line("  it caught up within %.1f s", (System.nanoTime() - begin) / 1e9);
  }

  private static double number(House house, String query) throws SQLException {
    try (var database = house.databases().ofOwner();
        Statement sql = database.createStatement();
        ResultSet rows = sql.executeQuery(query)) {
      rows.next();
      return rows.getDouble(1);
    }
  }
}
