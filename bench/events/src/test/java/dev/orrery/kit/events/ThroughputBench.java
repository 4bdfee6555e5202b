package dev.orrery.kit.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.kit.testing.NatsResource;
import dev.orrery.kit.testing.Repository;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PublishOptions;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.PublishAck;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/// How long an event takes from its outbox to its consumer, and how fast a backlog goes. Writes
/// `bench/events/results/throughput.md`.
@QuarkusTest
@WithTestResource(DurablePostgres.class)
@WithTestResource(NatsResource.class)
class ThroughputBench {
  private static final int RATE = 1_000;
  private static final int BACKLOG = 20_000;
  private static final int KEYS = 2_000;
  private static final Duration WARM_UP = Duration.ofSeconds(40);
  private static final Duration MEASURED = Duration.ofSeconds(20);

  /// Of five streams.
  private static final List<String> TYPES = List.of("image", "site", "vrf", "user", "job");

  private static final String BODY = "x".repeat(600);

  @Inject Database database;
  @Inject Outbox outbox;
  @Inject NatsSettings natsSettings;
  NatsForTests nats;

  private final List<String> table = new ArrayList<>();
  private String version = "";

  @Test
  void measure() throws Exception {
    if (Boolean.getBoolean("orrery.bench.latency")) {
      disk("before the latency");
      latency();
      return;
    }
    disk("before all");
    try (Connection connection = nats.connect()) {
      version = connection.getServerInfo().getVersion();
      stream(connection, "one message at a time", 1, 1, 4_000);
      stream(connection, "1,000 under way", 1, 1_000, 20_000);
      stream(connection, "1,000 under way, five streams", 5, 1_000, 30_000);
    }
    row(
        "drain of one outbox, one row at a time",
        "%,.0f/s".formatted(drain(1, 1, BACKLOG / 10)),
        "");
    double[] drained = new double[3];
    for (int round = 0; round < drained.length; round++) {
      drained[round] = drain(500, 1, BACKLOG);
    }
    Arrays.sort(drained);
    row(
        "**drain of one outbox, 500 at a time**, median of 3",
        "%,.0f/s".formatted(drained[1]),
        "5,000/s");
    row("the same into five streams", "%,.0f/s".formatted(drain(500, 5, BACKLOG)), "");
    disk("before the latency");
    latency();
    disk("after all");
    write();
  }

  private void disk(String when) throws Exception {
    row(
        "the disk, " + when + ": appends of 1,200 bytes, each synced",
        "%,.0f/s".formatted(syncsPerSecond()),
        "");
  }

  /// What no message that is on the disk before it is acknowledged can beat, alone in its file.
  private static double syncsPerSecond() throws Exception {
    Path file = Files.createTempFile("sync", ".bench");
    try (var access = new RandomAccessFile(file.toFile(), "rw")) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
      long count = 0;
      while (System.nanoTime() < end) {
        access.getChannel().write(ByteBuffer.allocate(1_200));
        access.getChannel().force(true);
        count++;
      }
      return count / 2.0;
    } finally {
      Files.delete(file);
    }
  }

  private void stream(Connection connection, String name, int streams, int underWay, int messages)
      throws Exception {
    JetStream jetStream = connection.jetStream();
    Semaphore room = new Semaphore(underWay);
    List<CompletableFuture<PublishAck>> acks = new ArrayList<>();
    byte[] body = new byte[1_100];
    long begin = System.nanoTime();
    for (int i = 0; i < messages; i++) {
      room.acquire();
      CompletableFuture<PublishAck> ack =
          jetStream.publishAsync(
              "changes.%s.created.-.%d".formatted(TYPES.get(i % streams), i % KEYS),
              body,
              PublishOptions.builder().messageId(name + i).build());
      ack.whenComplete((_, _) -> room.release());
      acks.add(ack);
    }
    for (CompletableFuture<PublishAck> ack : acks) {
      ack.get();
    }
    row("NATS alone, " + name, "%,.0f/s".formatted(perSecond(messages, begin)), "");
  }

  /// @return rows a second, from the commit that leaves the backlog to the last mark
  private double drain(int batch, int streams, int rows) throws Exception {
    database.own().inTransaction(tx -> tx.execute(Sql.of("delete from outbox")));
    long begin;
    try (Process relay = relaying(batch)) {
      while (!relay.relay.isLeading()) {
        Thread.sleep(20);
      }
      database
          .own()
          .inTransaction(tx ->
              tx.execute(
                  Sql.of(
                          """
                          insert into outbox (message_id, subject, body, ordering_key)
                          select gen_random_uuid(),
                                 'changes.' || (string_to_array(:types, ','))[1 + n % :streams] || '.updated.-.drain' || n % :keys,
                                 cast(:body as text), 'drain' || n % :keys
                          from generate_series(1, :rows) as n
                          """)
                      .with("types", String.join(",", TYPES))
                      .with("streams", streams)
                      .with("keys", KEYS)
                      .with("body", BODY)
                      .with("rows", rows)));
      begin = System.nanoTime();
      relay.bell.ring();
      while (pending() > 0) {
        Thread.sleep(10);
      }
    }
    return perSecond(rows, begin);
  }

  private void latency() throws Exception {
    ConcurrentLinkedQueue<Seen> seen = new ConcurrentLinkedQueue<>();
    int events = (int) ((WARM_UP.toSeconds() + MEASURED.toSeconds()) * RATE);
    try (Process process = relaying(500);
        var writers = Executors.newVirtualThreadPerTaskExecutor()) {
      process.consume(new Arrive(seen));
      List<TypeId> resources = new ArrayList<>();
      for (int i = 0; i < KEYS; i++) {
        resources.add(TypeId.generate("inst"));
      }
      Thread.sleep(3_000);
      long begin = System.nanoTime();
      Semaphore room = new Semaphore(8);
      for (int i = 0; i < events; i++) {
        LockSupport.parkNanos(begin + i * (1_000_000_000L / RATE) - System.nanoTime());
        TypeId resource = resources.get(i % KEYS);
        long version = 1 + i / KEYS;
        room.acquire();
        var _ =
            writers.submit(() -> {
              try {
                append(process, resource, version);
              } finally {
                room.release();
              }
            });
      }
      double rate = perSecond(events, begin);
      long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (seen.size() < events && System.nanoTime() < patience) {
        Thread.sleep(20);
      }
      assertThat(seen).hasSize(events);
      long from = seen.stream().mapToLong(Seen::begun).min().orElseThrow();
      List<Seen> measured =
          seen.stream().filter(each -> each.begun() - from > WARM_UP.toNanos() / 1_000).toList();
      Map<String, Long> stored = stored();
      row("events appended, one transaction each", "%,.0f/s".formatted(rate), "1,000/s");
      long[] waits = sorted(measured, each -> each.handled() - each.begun());
      row("outbox to consumer, median", millis(waits, 0.5), "");
      row("**outbox to consumer, p99**", millis(waits, 0.99), "100 ms");
      row("outbox to consumer, longest", millis(waits, 1), "");
      // NATS dates a message when it takes it in, before it syncs.
      long[] relayed = sorted(measured, each -> stored.get(each.event()) - each.begun());
      long[] consumed = sorted(measured, each -> each.handled() - stored.get(each.event()));
      row(
          "of that until the stream took it in, median and p99",
          millis(relayed, 0.5) + ", " + millis(relayed, 0.99),
          "");
      row(
          "of that from there to the handler, median and p99",
          millis(consumed, 0.5) + ", " + millis(consumed, 0.99),
          "");
    }
  }

  private static long[] sorted(List<Seen> measured, ToLongFunction<Seen> time) {
    return measured.stream().mapToLong(time).sorted().toArray();
  }

  /// When the stream took each event in, in microseconds.
  private Map<String, Long> stored() throws Exception {
    Map<String, Long> stored = new HashMap<>();
    try (Connection connection = nats.connect()) {
      JetStreamSubscription all =
          connection
              .jetStream()
              .subscribe(
                  "changes.instance.>", PushSubscribeOptions.builder().ordered(true).build());
      for (Message next = all.nextMessage(Duration.ofSeconds(5));
          next != null;
          next = all.nextMessage(Duration.ofSeconds(5))) {
        stored.put(
            next.getHeaders().getFirst(Headers.MESSAGE_ID),
            micros(next.metaData().timestamp().toInstant()));
        if (next.metaData().pendingCount() == 0) {
          break;
        }
      }
    }
    return stored;
  }

  /// Times in microseconds.
  private record Seen(String event, long begun, long handled) {}

  private void append(Process process, TypeId resource, long version) {
    Map<String, String> snapshot = Map.of("name", BODY);
    database
        .own()
        .inTransaction(tx -> {
          tx.afterCommit(process.bell::ring);
          return outbox.append(
              tx,
              version == 1
                  ? Change.created("instance", resource, version, snapshot)
                  : Change.updated("instance", resource, version, snapshot, snapshot));
        });
  }

  /// From the moment in the envelope, before the commit, to the handler's own transaction.
  private record Arrive(ConcurrentLinkedQueue<Seen> seen) implements EventHandler<Arrive.View> {
    record View(String name) {}

    @Override
    public String consumer() {
      return "bench-arrive";
    }

    @Override
    public Set<String> events() {
      return Set.of("instance.*");
    }

    @Override
    public Class<View> snapshot() {
      return View.class;
    }

    @Override
    public Verdict handle(ChangeEvent<View> event, Transaction transaction) {
      long now = micros(Instant.now());
      transaction.execute(
          Sql.of("insert into effect (event) values (:event)").with("event", event.id()));
      seen.add(new Seen(event.id(), micros(event.time()), now));
      return new Verdict.Done();
    }
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private long pending() {
    return new OutboxRows(database.own()).backlog().pending();
  }

  private Process relaying(int batch) {
    return new Process(database, natsSettings, new BenchSettings(batch));
  }

  /// The event machinery of one service.
  private static final class Process implements AutoCloseable {
    private final EventMetrics metrics = new EventMetrics(new SimpleMeterRegistry());
    private final RelayBell bell = new RelayBell();
    private final Database database;
    private final EventSettings settings;
    private final NatsLink nats;
    private final Leases leases;
    private final Lags lags;
    private final Relay relay;
    private final List<Consumers> consumers = new ArrayList<>();

    Process(Database database, NatsSettings natsSettings, EventSettings settings) {
      this.database = database;
      this.settings = settings;
      nats = new NatsLink("bench", natsSettings);
      leases = new Leases(database.own(), settings.lease());
      lags = new Lags(nats, metrics);
      relay =
          new Relay(
              new OutboxRows(database.own()),
              leases.of(Relay.LEASE),
              nats,
              bell,
              settings,
              metrics,
              lags,
              RelayProbe.NONE);
      nats.start();
      leases.start();
      relay.start();
      lags.start();
    }

    void consume(Handler handler) {
      Consumers started =
          new Consumers(List.of(handler), database.own(), leases, nats, settings, metrics, lags);
      consumers.add(started);
      started.start();
    }

    @Override
    public void close() throws InterruptedException {
      for (Consumers each : consumers) {
        each.stop();
      }
      relay.stop();
      lags.stop();
      leases.stop();
      nats.stop();
    }
  }

  private static double perSecond(long count, long begin) {
    return count * 1e9 / (System.nanoTime() - begin);
  }

  private static String millis(long[] sortedMicros, double share) {
    int index = (int) Math.min(sortedMicros.length - 1, Math.floor(sortedMicros.length * share));
    return "%.1f ms".formatted(sortedMicros[index] / 1_000.0);
  }

  private void row(String what, String figure, String bar) {
    String line = "| %s | %s | %s |".formatted(what, figure, bar);
    System.out.println(line);
    table.add(line);
  }

  private void write() throws Exception {
    Path file = Repository.root().resolve("bench/events/results/throughput.md");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        # Events: latency and throughput

        Written by `bench/events/run` on %s: %d processors, JDK %s, PostgreSQL with `fsync`, NATS %s with
        `sync_interval: always`, all on one machine, beside nothing else.

        | what | measured | bar |
        |---|---|---|
        %s
        """
            .formatted(
                java.time.LocalDate.now(java.time.ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature(),
                version,
                String.join("\n", table)),
        StandardCharsets.UTF_8);
  }
}
