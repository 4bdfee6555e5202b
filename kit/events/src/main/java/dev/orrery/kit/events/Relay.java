package dev.orrery.kit.events;

import dev.orrery.kit.background.RecurringWork;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.api.PublishAck;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Carries rows of the outbox to JetStream, at least once and in order per ordering key.
///
/// One row of a key is on its way at a time: the next one leaves when the acknowledgement of the
/// one before is there, so a refused row can never be overtaken. Keys travel side by side, for the
/// stream writes each message to its disk before it acknowledges. When many rows wait for a stream
/// that takes them as one, they go as one and cost one write; a bundle that is refused goes row by
/// row. A row is marked after its acknowledgement; a crash in between sends it again under the same
/// message id, which the stream recognises within its duplicate window and every inbox after that.
///
/// Of all replicas only the holder of the lease relays. Its hold is checked before each publish by
/// the clock, and with each read and each mark by the epoch.
final class Relay {
  static final String LEASE = "relay";

  private static final Logger LOG = Logger.getLogger(Relay.class);
  private static final Duration SOON = Duration.ofMillis(300);
  private static final Duration LAST_MARKS = Duration.ofSeconds(2);

  private final OutboxRows outbox;
  private final Lease lease;
  private final NatsLink nats;
  private final RelayBell bell;
  private final EventSettings settings;
  private final EventMetrics metrics;
  private final Lags lags;
  private final RelayProbe probe;
  private final Setbacks setbacks = new Setbacks();
  private final Bundles bundles;
  private final Settled settled;
  private volatile long lastBeat = System.nanoTime();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Marks marks;
  private final Deque<RelayBatch> underWay = new ArrayDeque<>();
  private final RecurringWork work =
      new RecurringWork(
          "event-relay",
          SOON,
          this::round,
          outage -> LOG.warnf("the relay tries again: %s", outage));

  Relay(
      OutboxRows outbox,
      Lease lease,
      NatsLink nats,
      RelayBell bell,
      EventSettings settings,
      EventMetrics metrics,
      Lags lags,
      RelayProbe probe) {
    this.outbox = outbox;
    this.lease = lease;
    this.nats = nats;
    this.bell = bell;
    this.settings = settings;
    this.metrics = metrics;
    this.lags = lags;
    this.probe = probe;
    this.bundles = new Bundles(settings.bundle());
    this.settled = new Settled(outbox::look, executor);
    this.marks = new Marks(outbox, executor);
  }

  void start() {
    work.start();
  }

  void stop() throws InterruptedException {
    work.stop();
    marks.finish(LAST_MARKS);
    executor.shutdownNow();
  }

  /// How long ago the relay last went round its loop; it does so also while NATS or PostgreSQL is
  /// away.
  Duration sinceLastBeat() {
    return Duration.ofNanos(System.nanoTime() - lastBeat);
  }

  boolean isLeading() {
    return lease.hold().isPresent();
  }

  private void round() throws InterruptedException, IOException {
    lastBeat = System.nanoTime();
    awaitUnderWay();
    if (!marks.areGood()) {
      settle(false);
    }
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

  /// Carries rows until no full batch is left. What is acknowledged is marked beside it; and of
  /// full batches the next one sets out while the one before is still being acknowledged. So the
  /// stream waits for one read at most.
  ///
  /// @return how many rows the last read found
  private int relay(Connection connection, Lease.Hold hold)
      throws InterruptedException, IOException {
    RelayBatch.Sender sender = new Sending(connection, connection.jetStream(), hold);
    @Nullable RelayBatch current = begin(connection, hold, sender, null);
    int found = 0;
    while (current != null) {
      found = current.size();
      @Nullable RelayBatch next =
          found < settings.batch() ? null : begin(connection, hold, sender, current);
      current.await();
      underWay.remove(current);
      probe.beforeMark();
      marks.add(hold, current.published());
      // Whoever was frozen may find the lease gone and each publish too late: nobody refuses it any
      // more.
      boolean fenced = current.isFenced() || !lease.isHeld(hold.epoch());
      if (fenced || !marks.areGood()) {
        settle(fenced);
        return 0;
      }
      if (current.published().isEmpty()) {
        awaitUnderWay();
        Thread.sleep(SOON);
        return settings.batch();
      }
      current = next;
    }
    return found;
  }

  /// Whatever went wrong, nothing is read again while it may still be on its way.
  private void awaitUnderWay() throws InterruptedException {
    while (!underWay.isEmpty()) {
      underWay.removeFirst().await();
    }
  }

  /// Waits for the marks too. Rows that were published and not marked are read again, in order.
  private void settle(boolean fenced) throws InterruptedException {
    awaitUnderWay();
    boolean held = marks.settle();
    if (fenced || !held) {
      LOG.warn("this relay was fenced: its lease is over");
      metrics.relayFenced();
    }
  }

  /// @return null when there is nothing to carry
  private @Nullable RelayBatch begin(
      Connection connection,
      Lease.Hold hold,
      RelayBatch.Sender sender,
      @Nullable RelayBatch before) {
    lastBeat = System.nanoTime();
    List<Long> onTheirWay = new ArrayList<>(marks.open());
    if (before != null) {
      onTheirWay.addAll(before.ids());
    }
    settled.lookIfDue();
    List<OutboxRow> rows =
        outbox.unpublished(hold, settled.from(), setbacks.keys(), onTheirWay, settings.batch());
    if (rows.isEmpty()) {
      return null;
    }
    RelayBatch batch = new RelayBatch(rows, bundles.of(rows, connection));
    underWay.add(batch);
    batch.setOut(executor, sender, before);
    return batch;
  }

  private final class Sending implements RelayBatch.Sender {
    private final Connection connection;
    private final JetStream jetStream;
    private final Lease.Hold hold;

    Sending(Connection connection, JetStream jetStream, Lease.Hold hold) {
      this.connection = connection;
      this.jetStream = jetStream;
      this.hold = hold;
    }

    @Override
    public RelayBatch.Sent send(OutboxRow row) {
      probe.beforePublish(row);
      if (!lease.isHeld(hold.epoch())) {
        return RelayBatch.Sent.FENCED;
      }
      try {
        PublishAck stored =
            Publishing.publish(
                jetStream,
                row.subject(),
                row.messageId(),
                row.headers(),
                row.body(),
                settings.publishTimeout());
        followed(row, stored.getStream());
      } catch (Publishing.Refused refused) {
        LOG.errorf(
            "NATS refused %s on %s, later rows of %s wait: %s",
            row.messageId(), row.subject(), row.orderingKey(), refused.getMessage());
        setbacks.add(row.orderingKey());
        metrics.publishRefused();
        return RelayBatch.Sent.NOT_STORED;
      } catch (Publishing.Unknown unknown) {
        LOG.debugf("whether %s was stored is unknown: %s", row.messageId(), unknown.getMessage());
        return RelayBatch.Sent.NOT_STORED;
      }
      stored(row);
      return RelayBatch.Sent.STORED;
    }

    @Override
    public Optional<RelayBatch.Sent> sendTogether(List<OutboxRow> rows) {
      rows.forEach(probe::beforePublish);
      if (!lease.isHeld(hold.epoch())) {
        return Optional.of(RelayBatch.Sent.FENCED);
      }
      try {
        followed(
            rows.getFirst(),
            Publishing.publishTogether(connection, rows, settings.publishTimeout()));
      } catch (Publishing.Refused refused) {
        LOG.debugf("%d rows do not go as one: %s", rows.size(), refused.getMessage());
        return Optional.empty();
      } catch (Publishing.Unknown unknown) {
        LOG.debugf("whether %d rows were stored is unknown: %s", rows.size(), unknown.getMessage());
        return Optional.of(RelayBatch.Sent.NOT_STORED);
      }
      rows.forEach(this::stored);
      return Optional.of(RelayBatch.Sent.STORED);
    }

    private void followed(OutboxRow row, String stream) {
      if (Subjects.isChange(row.subject())) {
        lags.follow(stream);
      }
    }

    private void stored(OutboxRow row) {
      probe.afterPublish(row);
      setbacks.remove(row.orderingKey());
    }
  }
}
