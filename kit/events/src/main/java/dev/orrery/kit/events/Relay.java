package dev.orrery.kit.events;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Carries rows of the outbox to JetStream, at least once and in order per ordering key.
///
/// One row of a key is on its way at a time: the next one leaves when the acknowledgement of the
/// one before is there, so a refused row can never be overtaken. Keys travel side by side. A row is
/// marked after its acknowledgement; a crash in between sends it again under the same message id,
/// which the stream recognises within its duplicate window and every inbox after that.
///
/// Of all replicas only the holder of the lease relays. Its hold is checked before each publish by
/// the clock, and with each read and each mark by the epoch.
final class Relay {
  static final String LEASE = "relay";

  private static final Logger LOG = Logger.getLogger(Relay.class);
  private static final Duration SOON = Duration.ofMillis(300);

  private final OutboxRows outbox;
  private final Lease lease;
  private final NatsLink nats;
  private final RelayBell bell;
  private final EventSettings settings;
  private final EventMetrics metrics;
  private final RelayProbe probe;
  private final Setbacks setbacks = new Setbacks();
  private volatile long lastBeat = System.nanoTime();
  private volatile @Nullable Thread thread;

  Relay(
      OutboxRows outbox,
      Lease lease,
      NatsLink nats,
      RelayBell bell,
      EventSettings settings,
      EventMetrics metrics,
      RelayProbe probe) {
    this.outbox = outbox;
    this.lease = lease;
    this.nats = nats;
    this.bell = bell;
    this.settings = settings;
    this.metrics = metrics;
    this.probe = probe;
  }

  void start() {
    thread = Thread.ofVirtual().name("event-relay").start(this::run);
  }

  void stop() throws InterruptedException {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
      running.join();
    }
  }

  /// How long ago the relay last went round its loop; it does so also while NATS or PostgreSQL is
  /// away.
  Duration sinceLastBeat() {
    return Duration.ofNanos(System.nanoTime() - lastBeat);
  }

  boolean isLeading() {
    return lease.hold().isPresent();
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      lastBeat = System.nanoTime();
      try {
        round();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      } catch (IOException | RuntimeException outage) {
        LOG.warnf("the relay tries again: %s", outage);
        pause();
      }
    }
  }

  private void round() throws InterruptedException, IOException {
    Optional<Connection> connection = nats.connected();
    // Whoever cannot reach NATS leaves the work to a replica that can.
    lease.want(nats.isUsable());
    Optional<Lease.Hold> hold = lease.hold();
    if (connection.isEmpty()) {
      nats.awaitChange(settings.poll());
    } else if (hold.isEmpty()) {
      bell.await(settings.poll().toMillis());
    } else if (relay(connection.get(), hold.get()) < settings.batch()) {
      bell.await(settings.poll().toMillis());
    }
  }

  /// @return how many rows were found
  private int relay(Connection connection, Lease.Hold hold)
      throws InterruptedException, IOException {
    List<OutboxRow> rows = outbox.unpublished(hold, setbacks.keys(), settings.batch());
    if (rows.isEmpty()) {
      return 0;
    }
    Batch batch = new Batch(connection.jetStream(), hold);
    batch.publish(rows);
    probe.beforeMark();
    if (batch.fenced.get() || !outbox.mark(hold, batch.published)) {
      LOG.warnf("this relay was fenced: its lease, epoch %d, is over", hold.epoch());
      metrics.relayFenced();
    } else if (batch.published.isEmpty()) {
      Thread.sleep(SOON);
    }
    return rows.size();
  }

  private void pause() {
    try {
      Thread.sleep(SOON);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// The rows of one read.
  private final class Batch {
    private final JetStream jetStream;
    private final Lease.Hold hold;
    private final Collection<Long> published = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean fenced = new AtomicBoolean();

    Batch(JetStream jetStream, Lease.Hold hold) {
      this.jetStream = jetStream;
      this.hold = hold;
    }

    void publish(List<OutboxRow> rows) throws InterruptedException {
      Map<String, List<OutboxRow>> byKey = new LinkedHashMap<>();
      rows.forEach(
          row -> byKey.computeIfAbsent(row.orderingKey(), _ -> new ArrayList<>()).add(row));
      List<Future<?>> ways = new ArrayList<>();
      try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
        byKey.values().forEach(line -> ways.add(executor.submit(() -> publishLine(line))));
        try {
          for (Future<?> way : ways) {
            await(way);
          }
        } catch (InterruptedException stopped) {
          executor.shutdownNow();
          throw stopped;
        }
      }
    }

    /// A bug in one line must not count as "published", and must not be lost either.
    private static void await(Future<?> way) throws InterruptedException {
      try {
        way.get();
      } catch (ExecutionException bug) {
        throw new IllegalStateException("a line of the outbox could not be published", bug);
      }
    }

    private void publishLine(List<OutboxRow> line) {
      for (OutboxRow row : line) {
        if (!publishRow(row)) {
          return;
        }
      }
    }

    private boolean publishRow(OutboxRow row) {
      probe.beforePublish(row);
      if (!lease.isHeld(hold.epoch())) {
        fenced.set(true);
        return false;
      }
      try {
        Publishing.publish(
            jetStream,
            row.subject(),
            row.messageId(),
            row.headers(),
            row.body(),
            settings.publishTimeout());
      } catch (Publishing.Refused refused) {
        LOG.errorf(
            "NATS refused %s on %s, later rows of %s wait: %s",
            row.messageId(), row.subject(), row.orderingKey(), refused.getMessage());
        setbacks.add(row.orderingKey());
        metrics.publishRefused();
        return false;
      } catch (Publishing.Unknown unknown) {
        LOG.debugf("whether %s was stored is unknown: %s", row.messageId(), unknown.getMessage());
        return false;
      }
      probe.afterPublish(row);
      published.add(row.id());
      setbacks.remove(row.orderingKey());
      return true;
    }
  }
}
