package dev.orrery.exams;

import dev.orrery.launcher.graph.GraphClient;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

final class PoisonNeighbour implements Exam {
  private static final int NEIGHBOURS = 20;

  /// What a busy machine may add to a p99 of a few dozen milliseconds by chance.
  private static final double CHANCE = 0.25;

  @Override
  public String name() {
    return "poison-neighbour";
  }

  @Override
  public String promise() {
    return "one poisoned resource holds up no other: its neighbours' latency is what it was, their"
        + " order is kept";
  }

  @Override
  public String course() {
    return "20 instances are renamed in turns, 20 changes a second, for 20 s (--short: 8 s). Then"
        + " one more joins them that the jobs' table refuses, and is renamed as often, for"
        + " 60 s (--short: 20 s). From the outbox to the inbox, 99 of 100 of the neighbours'"
        + " events take no more than twice the time they took without it, and 250 ms; each"
        + " neighbour's events are handled in order. Then the table is healed: nothing"
        + " waits, and the parked messages can be driven again. The simulator is away.";
  }

  @Override
  public String sabotage() {
    return "a consumer may have eight messages in hand, and the table where it puts off what it cannot do"
        + " yet takes nothing";
  }

  @Override
  public Size full() {
    return new Size(true, Duration.ofSeconds(60), 20, Duration.ofSeconds(120));
  }

  @Override
  public Size small() {
    return new Size(false, Duration.ofSeconds(20), 20, Duration.ofSeconds(120));
  }

  @Override
  public void run(House house, Size size, boolean sabotaged, Report report) throws Exception {
    Poisoned.in(
        house,
        sabotaged
            ? Map.of("ORRERY_EVENTS_MAX_ACK_PENDING", "8")
            : Map.of("ORRERY_RECONCILIATION_SOON", "PT1H"));
    if (sabotaged) {
      house
          .databases()
          .sql(
              "handlers",
              "alter table inbox_deferred add constraint full_up check (false) not valid");
    }
    Tenant tenant = house.tenants().getFirst();
    GraphClient graph = tenant.graph();
    String prefix = "pn%d".formatted(System.currentTimeMillis());
    Ledger ledger = new Ledger();
    Chains chains = new Chains(ledger, "Instance");
    Set<String> neighbours = new HashSet<>();
    for (int i = 0; i < NEIGHBOURS; i++) {
      neighbours.add(chains.make(graph, "%s-%d".formatted(prefix, i), tenant::instance));
    }
    Duration alone = Duration.ofSeconds(size.full() ? 20 : 8);
    Duration beside = size.load();

    // What the start of everything costs is nobody's latency.
    chains.changeFor(size.full() ? Load.WARMING : Duration.ofSeconds(20), size.rate(), () -> graph);
    double begun = clock(house);
    chains.changeFor(alone, size.rate(), () -> graph);
    double joined = clock(house);
    String poisoned =
        chains.make(graph, "%s-%s".formatted(prefix, Poisoned.WORD), tenant::instance);
    chains.changeFor(beside, size.rate(), () -> graph);
    double ended = clock(house);
    Thread.sleep(Duration.ofSeconds(3));

    report.line("  %s", ledger);
    double before = p99(house, neighbours, begun, joined);
    double meanwhile = p99(house, neighbours, joined, ended);
    report.line(
        "  99 of 100 of the neighbours' events were handled within %.0f ms before, %.0f ms beside"
            + " poison",
        before * 1000, meanwhile * 1000);
    long parked = new DeadLetterOffice(house, Poisoned.CONSUMER, Poisoned.STREAM).letters().size();
    report.line("  of the poisoned one %d messages were parked so far", parked);
    if (parked == 0 && size.full()) {
      throw new AssertionError("nothing was parked");
    }
    if (meanwhile > 2 * before + CHANCE) {
      throw new AssertionError("the neighbours were held up");
    }
    checkOrder(house, neighbours);

    Poisoned.heal(house);
    DeadLetterOffice office = new DeadLetterOffice(house, Poisoned.CONSUMER, Poisoned.STREAM);
    Eventually.holds(Duration.ofSeconds(60), office::mustHaveNothingWaiting);
    office.redrive();
    Eventually.holds(Duration.ofSeconds(30), office::mustHaveNothingWaiting);
    neighbours.add(poisoned);
    ledger.check(names(house, neighbours));
    report.line("  healed: nothing waits, and the events of %d instances are all handled", 21);
  }

  /// How often each name was given by an event that was handled.
  private static Map<String, Integer> names(House house, Set<String> instances)
      throws SQLException {
    Map<String, Integer> names = new HashMap<>();
    try (var database = house.databases().ofOwner();
        Statement sql = database.createStatement();
        ResultSet rows =
            sql.executeQuery(
                "select cast(made.body as json) #>> '{data,after,name}' " + handled(instances))) {
      while (rows.next()) {
        names.merge(rows.getString(1), 1, Integer::sum);
      }
    }
    return names;
  }

  private static void checkOrder(House house, Set<String> instances) throws SQLException {
    Map<String, Long> last = new HashMap<>();
    try (var database = house.databases().ofOwner();
        Statement sql = database.createStatement();
        ResultSet rows =
            sql.executeQuery(
                "select made.resource, made.resource_version "
                    + handled(instances)
                    + " order by seen.handled_at")) {
      while (rows.next()) {
        long version = rows.getLong(2);
        long before = last.getOrDefault(rows.getString(1), 0L);
        if (version != before + 1) {
          throw new AssertionError(
              "%s: version %d was handled after %d".formatted(rows.getString(1), version, before));
        }
        last.put(rows.getString(1), version);
      }
    }
    if (last.size() != instances.size()) {
      throw new AssertionError("of %d instances nothing was handled".formatted(instances.size()));
    }
  }

  /// @return seconds; what is not handled yet counts as if it were handled now
  private static double p99(House house, Set<String> instances, double from, double to)
      throws SQLException {
    return number(
        house,
        """
        select percentile_cont(0.99) within group (
          order by extract(epoch from coalesce(seen.handled_at, clock_timestamp()) - made.created_at))
        %s and made.created_at between to_timestamp(%f) and to_timestamp(%f)
        """
            .formatted(handled(instances).replace(" join ", " left join "), from, to));
  }

  private static String handled(Set<String> instances) {
    return """
    from instance.outbox made join handlers.inbox seen
      on seen.event_id = made.message_id and seen.consumer = '%s'
    where made.resource in ('%s')
    """
        .formatted(Poisoned.CONSUMER, String.join("','", instances));
  }

  private static double clock(House house) throws SQLException {
    return number(house, "select extract(epoch from clock_timestamp())");
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
