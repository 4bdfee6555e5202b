package dev.orrery.exams;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class NatsDown implements Exam {
  private static final List<String> ROOMS = List.of("location", "instance");
  private static final double SLOWEST_MILLIS = 1_000;
  private static final double SLOWEST_DRAIN = 1_000;

  private static final Duration WARMING = Duration.ofSeconds(20);

  @Override
  public String name() {
    return "nats-down";
  }

  @Override
  public String promise() {
    return "NATS is down for 10 min with 30,000 mutations: all are accepted; the backlog drains at 1,000/s or"
        + " more; p99 < 1 s throughout";
  }

  @Override
  public String course() {
    return "NATS is killed, and stays away for 10 min (--short: 30 s) of the standard load, 30,000 (--short:"
        + " 1,500) changes, after 180 s (--short: 20 s) of the same load that only warm the house up; --seconds sets another"
        + " time. Then it comes back, and the load goes on while the"
        + " outboxes are drained, and until every instance of the outage is active. How fast the outboxes"
        + " were is read from their own marks. No client asks twice.";
  }

  @Override
  public String sabotage() {
    return "an outbox takes no more than 300 rows that wait";
  }

  @Override
  public Size full() {
    return new Size(true, Duration.ofMinutes(10), 50, Duration.ofMinutes(5));
  }

  @Override
  public Size small() {
    return new Size(false, Duration.ofSeconds(30), 50, Duration.ofSeconds(120));
  }

  @Override
  public void run(House house, Size size, boolean sabotaged, Report report) throws Exception {
    if (sabotaged) {
      ROOMS.forEach(room -> house.databases().sql(room, SMALL_OUTBOX.formatted(room)));
    }
    Load.ofPatientClients(house, "nw").run(size.full() ? Load.WARMING : WARMING, size.rate());
    Load load = Load.ofImpatientClients(house, "nd");
    house.kill("nats");
    load.run(size.load(), size.rate());
    report.line("  while NATS was down for %d s: %s", size.load().toSeconds(), load.ledger());
    everythingWasAccepted(load);

    int before = load.ledger().attempts();
    Load.Running clients = load.start(size.rate());
    house.start("nats");
    Instant back = Instant.now();
    Eventually.holds(
        Duration.ofSeconds(30 + load.ledger().size() / (long) SLOWEST_DRAIN),
        () -> {
          long left = ROOMS.stream().mapToLong(room -> waitingSince(house, room, back)).sum();
          if (left > 0) {
            throw new AssertionError("%d events of the outage still wait".formatted(left));
          }
        });
    int drained = load.ledger().attempts();
    Eventually.holds(
        size.healing(),
        () -> {
          long left = notRealSince(house, back);
          if (left > 0) {
            throw new AssertionError("%d instances of the outage are not active".formatted(left));
          }
        });
    Duration caughtUp = Duration.between(back, Instant.now());
    clients.stop();
    Drain drain = Drain.ZERO;
    for (String room : ROOMS) {
      drain = drain.and(Drain.of(house, room, back));
    }
    report.line(
        "  %d rows were drained in %.1f s, %.0f/s, and the last %.1f s after NATS was up",
        drain.rows(),
        drain.seconds(),
        drain.perSecond(),
        Duration.between(back, drain.last()).toMillis() / 1e3);
    report.line(
        "  beside the drain %d changes: p99 %.0f ms",
        drained - before, load.ledger().p99Millis(before, drained));
    int all = load.ledger().attempts();
    report.line(
        "  every instance of the outage was active %.1f s after NATS was up; beside that %d changes: p99 %.0f ms",
        caughtUp.toMillis() / 1e3, all - drained, load.ledger().p99Millis(drained, all));
    everythingWasAccepted(load);
    if (drain.perSecond() < SLOWEST_DRAIN) {
      throw new AssertionError("drained at %.0f rows/s".formatted(drain.perSecond()));
    }
    if (load.ledger().p99Millis() >= SLOWEST_MILLIS) {
      throw new AssertionError("p99 was %.0f ms".formatted(load.ledger().p99Millis()));
    }
    new Healing(house, load, size.healing()).check(report);
  }

  private static void everythingWasAccepted(Load load) {
    if (load.ledger().told(Ledger.Told.OK).size() < load.ledger().size()) {
      throw new AssertionError(
          "not everything was accepted: %s; %s".formatted(load.ledger(), load.ledger().refusals()));
    }
  }

  private static long waitingSince(House house, String room, Instant moment) {
    return house
        .databases()
        .number(
            room,
            "select count(*) from outbox where published_at is null and created_at < '%s'"
                .formatted(moment));
  }

  private static long notRealSince(House house, Instant moment) {
    return house
        .databases()
        .number(
            "instance",
            "select count(*) from instance where status <> 'ACTIVE' and created_at < '%s'"
                .formatted(moment));
  }

  /// What an outbox tells of its own emptying.
  ///
  /// @param rows what was marked after the first batch was
  private record Drain(long rows, @Nullable Instant began, Instant last) {
    static final Drain ZERO = new Drain(0, null, Instant.EPOCH);

    static Drain of(House house, String room, Instant back) throws SQLException {
      try (Connection database = house.databases().of(room);
          PreparedStatement sql =
              database.prepareStatement(
                  """
                  select count(*), min(first), max(published_at)
                  from (
                    select published_at, min(published_at) over () as first from outbox
                    where created_at < ? and published_at >= ?
                  ) as drained
                  where published_at > first
                  """)) {
        OffsetDateTime moment = back.atOffset(ZoneOffset.UTC);
        sql.setObject(1, moment);
        sql.setObject(2, moment);
        try (ResultSet row = sql.executeQuery()) {
          row.next();
          return row.getLong(1) == 0
              ? ZERO
              : new Drain(
                  row.getLong(1),
                  row.getObject(2, OffsetDateTime.class).toInstant(),
                  row.getObject(3, OffsetDateTime.class).toInstant());
        }
      }
    }

    Drain and(Drain other) {
      if (other.began == null) {
        return this;
      }
      if (began == null) {
        return other;
      }
      return new Drain(
          rows + other.rows,
          began.isBefore(other.began) ? began : other.began,
          last.isAfter(other.last) ? last : other.last);
    }

    double seconds() {
      return began == null ? 0 : Duration.between(began, last).toNanos() / 1e9;
    }

    double perSecond() {
      return seconds() == 0 ? 0 : rows / seconds();
    }
  }

  private static final String SMALL_OUTBOX =
      """
      create function refuse_more() returns trigger language plpgsql
      security definer set search_path = pg_catalog set orrery.reach = 'service' as $$
      begin
        if (select count(*) from %1$s.outbox where published_at is null) >= 300 then
          raise exception 'the outbox is full';
        end if;
        return new;
      end $$;
      create trigger refuse_more before insert on outbox for each row execute function refuse_more();
      """;
}
