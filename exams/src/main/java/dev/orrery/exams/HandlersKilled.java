package dev.orrery.exams;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

final class HandlersKilled implements Exam {
  private static final String SERVICE = "event-handlers";
  private static final Duration TAKEN_UP = Duration.ofSeconds(15);

  @Override
  public String name() {
    return "handlers-killed";
  }

  @Override
  public String promise() {
    return "one of two event-handlers is killed while it holds every lease: the other takes its jobs up"
        + " within 15 s; 0 lost, 0 double effects";
  }

  @Override
  public String course() {
    return "A second process of event-handlers joins the first, which holds the leases of all"
        + " consumers and of the relay. Under the standard load (--short: 20 changes a second),"
        + " which in full has warmed the house up for 180 s, the first is killed (kill -9) while jobs are under way, and stays away."
        + " Within 15 s every lease is the other's, every event that was published before is"
        + " handled, and every job that was under way has ended. Then the load ends, the first"
        + " is started again, and the ledger is checked.";
  }

  @Override
  public String sabotage() {
    return "the first one's leases last four minutes";
  }

  @Override
  public Size full() {
    return new Size(true, Duration.ofSeconds(40), 50, Duration.ofSeconds(120));
  }

  @Override
  public Size small() {
    return new Size(false, Duration.ofSeconds(10), 20, Duration.ofSeconds(120));
  }

  @Override
  public void run(House house, Size size, boolean sabotaged, Report report) throws Exception {
    if (sabotaged) {
      house.stop(SERVICE);
      house.start(SERVICE, Map.of("ORRERY_EVENTS_LEASE", "PT4M"));
    }
    if (size.full()) {
      Load.ofPatientClients(house, "hw").run(Load.WARMING, size.rate());
    }
    Replica first = Replica.first(house, SERVICE);
    Eventually.holds(Duration.ofSeconds(60), () -> mustHaveAllLeases(house, first));
    Replica other = Replica.another(house, SERVICE, 2, Map.of("ORRERY_EVENTS_LEASE", "PT4S"));
    Load load = Load.ofPatientClients(house, "hk");
    Load.Running clients = load.start(size.rate());
    try {
      load.awaitAnswers(Duration.ofSeconds(60));
      Thread.sleep(size.load());
      mustHaveAllLeases(house, first);
      Eventually.answers(
          Duration.ofSeconds(30),
          () ->
              house
                          .databases()
                          .number("handlers", "select count(*) from job where finished_at is null")
                      > 0
                  ? true
                  : null);
      house.kill(SERVICE);
      double killed = number(house, "select extract(epoch from clock_timestamp())");
      long begin = System.nanoTime();
      Eventually.holds(
          TAKEN_UP,
          () -> {
            mustHaveAllLeases(house, other);
            mustBeZero(house, "events wait that came before the kill", unhandled(killed));
            mustBeZero(house, "jobs that were under way have not ended", underWay(killed));
          });
      report.line(
          "  killed with all leases; %.1f s later the other had them, had handled every event and"
              + " ended every job of before; the slowest job ended %.1f s after the kill",
          (System.nanoTime() - begin) / 1e9,
          number(
              house,
              "select coalesce(max(extract(epoch from finished_at)) - %f, 0) from handlers.job where extract(epoch from created_at) < %f"
                  .formatted(killed, killed)));
    } finally {
      clients.stop();
    }
    house.start(SERVICE);
    new Healing(house, load, size.healing()).check(report);
  }

  private static void mustHaveAllLeases(House house, Replica replica) {
    long others =
        house
            .databases()
            .number(
                "handlers",
                "select count(*) from event_lease where holder not like '%d-%%'"
                    .formatted(replica.pid()));
    long its =
        house
            .databases()
            .number(
                "handlers",
                "select count(*) from event_lease where holder like '%d-%%'"
                    .formatted(replica.pid()));
    if (others != 0 || its == 0) {
      throw new AssertionError(
          "pid %d holds %d leases, and others %d".formatted(replica.pid(), its, others));
    }
  }

  private static void mustBeZero(House house, String what, String query) throws SQLException {
    double count = number(house, query);
    if (count != 0) {
      throw new AssertionError("%.0f %s".formatted(count, what));
    }
  }

  private static String unhandled(double killed) {
    return """
    select count(*) from instance.outbox made
    where made.event_type = 'dev.orrery.instance.created.v1'
      and extract(epoch from made.created_at) < %f
      and not exists (select 1 from handlers.inbox seen
                      where seen.event_id = made.message_id and seen.consumer = 'handlers-plan-job')
    """
        .formatted(killed);
  }

  private static String underWay(double killed) {
    return "select count(*) from handlers.job where finished_at is null and extract(epoch from created_at) < %f"
        .formatted(killed);
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
