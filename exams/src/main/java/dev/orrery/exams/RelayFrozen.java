package dev.orrery.exams;

import dev.orrery.launcher.graph.GraphClient;
import io.nats.client.Connection;
import io.nats.client.api.StreamConfiguration;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

final class RelayFrozen implements Exam {
  private static final String SERVICE = "location-api";
  private static final String FENCED = "relay_fenced_total";
  private static final String STREAM = "CHANGES_LOCATION";

  /// The lease of 4 s, the 10 s after which PostgreSQL takes a silent transaction away, and a
  /// little.
  private static final Duration TAKEOVER = Duration.ofSeconds(20);

  @Override
  public String name() {
    return "relay-frozen";
  }

  @Override
  public String promise() {
    return "2, then 4 relay replicas, one frozen 60 s and resumed: no reorder per resource, no gap;"
        + " the stale one is fenced";
  }

  @Override
  public String course() {
    return "With 2 replicas of location-api, then with 4, 40 regions get 100 changes each while"
        + " NATS is down (--short: 2 replicas, 20 regions, 25 changes). NATS returns; the"
        + " replica that relays is frozen (SIGSTOP) in the middle of a batch, with rows that"
        + " the stream has and that it has not marked, for 60 s (--short: 10 s; --seconds:"
        + " as it says), while 50 changes a second go on at another one. With 4 replicas, a"
        + " silent transaction is left behind that holds the lease's row. Another one must"
        + " relay within 20 s. Then the frozen one resumes. The stream must hold every"
        + " version of every region once, in order.";
  }

  @Override
  public String sabotage() {
    return "nothing fences the one that is frozen: by its own clock its lease lasts four minutes,"
        + " though it is given away, it waits two minutes for acknowledgements, and the"
        + " stream forgets what it has seen after a second";
  }

  @Override
  public Size full() {
    return new Size(true, Duration.ofSeconds(60), 50, Duration.ofSeconds(120));
  }

  @Override
  public Size small() {
    return new Size(false, Duration.ofSeconds(10), 50, Duration.ofSeconds(120));
  }

  @Override
  public void run(House house, Size size, boolean sabotaged, Report report) throws Exception {
    if (sabotaged) {
      house.stop(SERVICE);
      house.start(
          SERVICE, Map.of("ORRERY_EVENTS_LEASE", "PT4M", "ORRERY_EVENTS_PUBLISH_TIMEOUT", "PT2M"));
      forgetSoon(house);
      awaitRenewal(house);
    }
    List<Replica> replicas = new ArrayList<>(List.of(Replica.first(house, SERVICE)));
    Regions regions = new Regions(house, size.full() ? 40 : 20);
    for (int count : size.full() ? List.of(2, 4) : List.of(2)) {
      while (replicas.size() < count) {
        replicas.add(
            Replica.another(
                house,
                SERVICE,
                replicas.size() + 1,
                Map.of("ORRERY_EVENTS_LEASE", "PT4S", "ORRERY_EVENTS_PUBLISH_TIMEOUT", "PT5S")));
      }
      if (sabotaged) {
        // It renews once a minute, and would give the lease back while NATS is away.
        awaitRenewal(house);
      }
      new Round(house, replicas, regions, size, sabotaged, report).run();
    }
    regions.check(report);
  }

  private static void awaitRenewal(House house) throws Exception {
    long before = renewed(house);
    Eventually.holds(
        Duration.ofSeconds(90),
        () -> {
          if (renewed(house) <= before + 1_000) {
            throw new AssertionError("the lease was not renewed");
          }
        });
  }

  /// @return until when the lease lasts, in milliseconds
  private static long renewed(House house) {
    return house
        .databases()
        .number(
            "location",
            "select cast(1000 * extract(epoch from greatest(expires_at, 'epoch')) as bigint)"
                + " from event_lease where name = 'relay'");
  }

  private static void forgetSoon(House house) throws Exception {
    try (Connection nats = house.nats()) {
      var streams = nats.jetStreamManagement();
      streams.updateStream(
          StreamConfiguration.builder(streams.getStreamInfo(STREAM).getConfiguration())
              .duplicateWindow(Duration.ofSeconds(1))
              .build());
    }
  }

  /// The regions that are changed, and what became of it.
  private static final class Regions {
    private final House house;
    private final Tenant tenant;
    private final Ledger ledger = new Ledger();
    private final Chains chains = new Chains(ledger, "Region");
    private final Set<String> ids = new HashSet<>();

    Regions(House house, int count) throws Exception {
      this.house = house;
      this.tenant = house.tenants().getFirst();
      for (int i = 0; i < count; i++) {
        ids.add(
            chains.make(
                tenant.graph(),
                "rf-%d-%d".formatted(System.currentTimeMillis(), i),
                tenant::region));
      }
    }

    void check(Report report) throws Exception {
      report.line("  %s", ledger);
      Map<String, Integer> names =
          Journal.inStrictOrder(Journal.read(house, STREAM, "changes.region.>"), ids);
      ledger.check(names);
      report.line(
          "  the stream holds %d versions of %d regions, each once and in order",
          names.size(), ids.size());
    }
  }

  /// One freeze.
  private record Round(
      House house,
      List<Replica> replicas,
      Regions regions,
      Size size,
      boolean sabotaged,
      Report report) {

    void run() throws Exception {
      Duration frozen = size.load();
      Map<Replica, Double> before = new HashMap<>();
      for (Replica replica : replicas) {
        before.put(replica, replica.metric(FENCED));
      }
      Replica stale = freezeInMidBatch();
      try (var _ = leaveTransactionBehind()) {
        Replica writer =
            replicas.stream().filter(replica -> replica != stale).findFirst().orElseThrow();
        GraphClient graph = at(writer);
        Thread clients =
            Thread.ofPlatform()
                .start(() ->
                    regions.chains.changeFor(
                        frozen.plusSeconds(size.full() ? 10 : 3), size.rate(), () -> graph));
        long begin = System.nanoTime();
        if (sabotaged) {
          house
              .databases()
              .sql("location", "update event_lease set expires_at = clock_timestamp()");
        }
        Eventually.holds(TAKEOVER, () -> mustBeRelayedByAnother(stale));
        report.line("  another one took over after %.1f s", (System.nanoTime() - begin) / 1e9);
        Thread.sleep(frozen.minusNanos(System.nanoTime() - begin).plusMillis(1));
        stale.thaw();
        clients.join();
      } finally {
        stale.thaw();
      }
      Eventually.holds(size.healing(), this::nothingMustWait);
      Eventually.holds(
          Duration.ofSeconds(10),
          () -> {
            if (fencedSince(before, stale) < 1) {
              throw new AssertionError("relay_fenced_total does not count the stale one's fence");
            }
          });
      double there = fencedSince(before, stale);
      double everywhere = 0;
      for (Replica replica : replicas) {
        everywhere += fencedSince(before, replica);
      }
      report.line(
          "  resumed after %d s; relay_fenced_total rose by %.0f at the stale one, by %.0f at"
              + " others",
          frozen.toSeconds(), there, everywhere - there);
    }

    private GraphClient at(Replica replica) {
      return regions.tenant.graph().at(replica.endpoint());
    }

    /// The one that relays stops where it hurts most: the stream has rows that it has not marked. A
    /// quick relay may pass that point unseen until nothing waits, so it is met again.
    private Replica freezeInMidBatch() throws Exception {
      for (int backlog = 0; backlog < 10; backlog++) {
        house.kill("nats");
        regions.chains.changeEach(100, at(replicas.getFirst()));
        report.line(
            "  %d replicas; %d changes wait for NATS",
            replicas.size(), house.databases().pending("location"));
        house.start("nats");
        Optional<Replica> stale = frozenWhileTheBacklogIsRelayed();
        if (stale.isPresent()) {
          return stale.get();
        }
      }
      throw new IllegalStateException("nobody was met in the middle of a batch");
    }

    private Optional<Replica> frozenWhileTheBacklogIsRelayed() throws Exception {
      for (int attempt = 0; attempt < 400 && house.databases().pending("location") > 0; attempt++) {
        long holder =
            house
                .databases()
                .number(
                    "location",
                    "select coalesce(max(cast(nullif(split_part(holder, '-', 1), '') as bigint)), 0)"
                        + " from event_lease where name = 'relay' and expires_at > clock_timestamp()");
        var leader = replicas.stream().filter(replica -> replica.pid() == holder).findFirst();
        if (leader.isPresent()) {
          leader.get().freeze();
          Thread.sleep(150);
          long unmarked = stored() - marked();
          if (unmarked > 0 && !isInMidTransaction()) {
            report.line(
                "  frozen in the middle of a batch: the stream has %d rows that are not marked, %d"
                    + " wait in all",
                unmarked, house.databases().pending("location"));
            return leader;
          }
          leader.get().thaw();
        }
        Thread.sleep(3);
      }
      return Optional.empty();
    }

    private long stored() throws Exception {
      try (Connection nats = house.nats()) {
        return nats.jetStreamManagement().getStreamInfo(STREAM).getStreamState().getMsgCount();
      }
    }

    private long marked() {
      return house
          .databases()
          .number("location", "select count(*) from outbox where published_at is not null");
    }

    /// Then PostgreSQL ends its transaction, and it is not the fence that stops it.
    private boolean isInMidTransaction() throws SQLException {
      try (var database = house.databases().ofOwner();
          Statement sql = database.createStatement();
          ResultSet row =
              sql.executeQuery(
                  "select exists (select from pg_stat_activity"
                      + " where usename = 'orrery_location' and state = 'idle in transaction')")) {
        row.next();
        return row.getBoolean(1);
      }
    }

    /// What a process leaves behind that is frozen just when it looks at its lease.
    private AutoCloseable leaveTransactionBehind() throws SQLException {
      if (replicas.size() < 4) {
        return () -> {};
      }
      var database = house.databases().of("location");
      database.setAutoCommit(false);
      try (Statement sql = database.createStatement();
          ResultSet row =
              sql.executeQuery("select epoch from event_lease where name = 'relay' for share")) {
        row.next();
        report.line("  a silent transaction holds the lease's row, of epoch %d", row.getLong(1));
      }
      return database::close;
    }

    private void mustBeRelayedByAnother(Replica stale) {
      long others =
          house
              .databases()
              .number(
                  "location",
                  "select count(*) from event_lease where name = 'relay' and holder <> ''"
                      + " and expires_at > clock_timestamp() and holder not like '%d-%%'"
                          .formatted(stale.pid()));
      if (others == 0) {
        throw new AssertionError("nobody relays in place of the one that is frozen");
      }
    }

    private void nothingMustWait() {
      long pending = house.databases().pending("location");
      if (pending > 0) {
        throw new AssertionError("%d events wait in the outbox".formatted(pending));
      }
    }

    private static double fencedSince(Map<Replica, Double> before, Replica replica)
        throws Exception {
      return replica.metric(FENCED) - Objects.requireNonNull(before.get(replica));
    }
  }
}
