package dev.orrery.exams;

import dev.orrery.launcher.Ports;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.MessageInfo;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;

final class RelayKilled implements Exam {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SERVICE = "location-api";
  private static final String ROOM = "location";
  private static final String STREAM = "CHANGES_LOCATION";

  private static final String KIT = "dev.orrery.kit.";
  private static final String RELAY = KIT + "events.Relay";
  private static final String PROBE = KIT + "events.RelayProbe";

  /// Where the process dies; what must be known then of the event that it was about.
  enum Point {
    BEFORE_COMMIT("the row is written, its transaction is open", Row.ABSENT, false),
    AFTER_COMMIT("the row is committed, nothing is published", Row.WAITS, false),
    AFTER_PUBLISH("the stream has it, the acknowledgement is unheard", Row.WAITS, true),
    AFTER_PUBACK("the acknowledgement is heard", Row.WAITS, true),
    BEFORE_MARK("all of the batch is acknowledged, nothing is marked", Row.WAITS, true);

    private final String words;
    private final Row row;
    private final boolean inStream;

    Point(String words, Row row, boolean inStream) {
      this.words = words;
      this.row = row;
      this.inStream = inStream;
    }
  }

  private final List<Point> points;

  RelayKilled() {
    this(List.of(Point.values()));
  }

  RelayKilled(List<Point> points) {
    this.points = points;
  }

  private enum Row {
    ABSENT,
    WAITS,
    MARKED
  }

  /// The event that the relay was about to carry.
  private record Event(String id, String subject) {}

  @Override
  public String name() {
    return "relay-killed";
  }

  @Override
  public String promise() {
    return "the relay is killed before commit, after commit, after publish, after the acknowledgement, and"
        + " before it marks: 0 lost, 0 double effects, no reorder per resource";
  }

  @Override
  public String course() {
    return "Under load location-api is started so that it can be debugged. A debugger makes it stand still at"
        + " the point, in the code that is shipped; database and stream are looked at; then it is killed"
        + " (kill -9) right there. So for each of the five points (--short: at a smaller load).";
  }

  @Override
  public String sabotage() {
    return "rows are marked as published before they are, as by a relay that does not wait for the"
        + " acknowledgement";
  }

  @Override
  public Size full() {
    return new Size(true, Duration.ofSeconds(5), 50, Duration.ofSeconds(120));
  }

  @Override
  public Size small() {
    return new Size(false, Duration.ofSeconds(1), 20, Duration.ofSeconds(60));
  }

  @Override
  public void run(House house, Size size, boolean sabotaged, Report report) throws Exception {
    Load load = Load.ofPatientClients(house, "rk");
    Load.Running clients = load.start(size.rate());
    try {
      for (Point point : points) {
        int port = Ports.free();
        house.kill(SERVICE);
        house.start(SERVICE, Map.of("ORRERY_JAVA_OPTS", Debugger.agent(port)));
        load.awaitAnswers(PATIENCE);
        Thread.sleep(size.load());
        killAt(point, port, house, sabotaged, report);
      }
      house.start(SERVICE);
      load.awaitAnswers(PATIENCE);
      Thread.sleep(size.load());
    } finally {
      clients.stop();
    }
    new Healing(house, load, size.healing()).check(report);
  }

  private static void killAt(Point point, int port, House house, boolean sabotaged, Report report)
      throws Exception {
    try (Debugger debugger = Debugger.attachedTo(port)) {
      Event event = eventAt(point, debugger, house);
      if (sabotaged && point == Point.AFTER_COMMIT) {
        house
            .databases()
            .sql(ROOM, "update outbox set published_at = now() where published_at is null");
      } else {
        Eventually.holds(
            PATIENCE,
            () -> {
              if (inStream(house, event) != point.inStream) {
                throw new AssertionError(
                    "%s: the stream %s %s"
                        .formatted(point, point.inStream ? "lacks" : "has", event));
              }
            });
        if (row(house, event) != point.row) {
          throw new AssertionError("%s: the row %s".formatted(point, row(house, event)));
        }
      }
      house.kill(SERVICE);
      report.line("  killed %s, where %s: %s", point, point.words, event.id());
    }
  }

  private static Event eventAt(Point point, Debugger debugger, House house)
      throws InterruptedException, SQLException {
    return switch (point) {
      case BEFORE_COMMIT -> {
        Debugger.Standing standing =
            debugger.standAt(
                KIT + "database.ReactiveTransaction",
                "afterCommit",
                1,
                List.of(KIT + "events.Appended"),
                PATIENCE);
        yield new Event(
            standing.textOfFirst(1, "rows", "messageId"),
            standing.textOfFirst(1, "rows", "subject"));
      }
      case AFTER_COMMIT ->
          row(debugger.standAt(PROBE, "beforePublish", 1, List.of(RELAY), PATIENCE));
      case AFTER_PUBLISH -> {
        Debugger.Standing standing =
            debugger.standAt(
                "java.util.concurrent.CompletableFuture",
                "get",
                2,
                List.of(KIT + "events.Publishing", RELAY),
                PATIENCE);
        yield new Event(standing.text(1, 2), standing.text(1, 1));
      }
      case AFTER_PUBACK ->
          row(debugger.standAt(PROBE, "afterPublish", 1, List.of(RELAY), PATIENCE));
      case BEFORE_MARK -> {
        var _ = debugger.standAt(PROBE, "beforeMark", 0, List.of(RELAY), PATIENCE);
        // The batch before may be about to be marked.
        Thread.sleep(Duration.ofMillis(500));
        yield oldestThatWaits(house);
      }
    };
  }

  /// The first one of the batch.
  private static Event oldestThatWaits(House house) throws SQLException {
    try (java.sql.Connection database = house.databases().of(ROOM);
        Statement sql = database.createStatement();
        ResultSet rows =
            sql.executeQuery(
                "select message_id, subject from outbox where published_at is null order by id limit 1")) {
      rows.next();
      return new Event(rows.getString(1), rows.getString(2));
    }
  }

  private static Event row(Debugger.Standing standing) {
    return new Event(standing.text(0, 0, "messageId"), standing.text(0, 0, "subject"));
  }

  private static boolean inStream(House house, Event event)
      throws IOException, InterruptedException, JetStreamApiException {
    try (Connection nats = house.nats()) {
      MessageInfo last = nats.jetStreamManagement().getLastMessage(STREAM, event.subject());
      return last.getHeaders() != null
          && event.id().equals(last.getHeaders().getFirst("Nats-Msg-Id"));
    } catch (JetStreamApiException refused) {
      if (refused.getApiErrorCode() == 10037) {
        return false; // there is no message of that subject
      }
      throw refused;
    }
  }

  private static Row row(House house, Event event) throws SQLException {
    try (java.sql.Connection database = house.databases().of(ROOM);
        PreparedStatement sql =
            database.prepareStatement(
                "select published_at is not null from outbox where message_id = ?")) {
      sql.setString(1, event.id());
      try (ResultSet rows = sql.executeQuery()) {
        if (!rows.next()) {
          return Row.ABSENT;
        }
        return rows.getBoolean(1) ? Row.MARKED : Row.WAITS;
      }
    }
  }
}
