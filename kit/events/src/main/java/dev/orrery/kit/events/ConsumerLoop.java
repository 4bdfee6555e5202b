package dev.orrery.kit.events;

import dev.orrery.kit.background.RecurringWork;
import io.nats.client.Connection;
import io.nats.client.ConsumeOptions;
import io.nats.client.ConsumerContext;
import io.nats.client.IterableConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Brings the messages of one durable consumer to their runner, for as long as this process holds
/// the consumer's lease.
///
/// One process at a time, because a durable consumer that several pull from hands the messages of
/// one resource to several of them, and nobody could keep their order.
final class ConsumerLoop {
  private static final Logger LOG = Logger.getLogger(ConsumerLoop.class);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration REST = Duration.ofMillis(200);

  /// How long one request for messages lasts. The next one overlaps it.
  private static final Duration REQUEST = Duration.ofSeconds(10);

  private final String consumer;
  private final String stream;
  private final List<String> filters;
  private final Lease lease;
  private final NatsLink nats;
  private final EventSettings settings;
  private final ConsumerRunner runner;
  private final RecurringWork work;
  private @Nullable Gathering gathering;

  /// The number of the last delivery, of all that the server made of this consumer.
  private long delivered;

  ConsumerLoop(
      String consumer,
      String stream,
      List<String> filters,
      Lease lease,
      NatsLink nats,
      EventSettings settings,
      ConsumerRunner runner) {
    this.consumer = consumer;
    this.stream = stream;
    this.filters = List.copyOf(filters);
    this.lease = lease;
    this.nats = nats;
    this.settings = settings;
    this.runner = runner;
    this.work =
        new RecurringWork(
            "events-" + consumer,
            REST,
            this::round,
            outage -> LOG.warnf("%s on %s tries again: %s", consumer, stream, outage.getMessage()));
  }

  /// Nothing begins until messages are back that were delivered to somebody who is gone, or to
  /// nobody: they come in any order, and later ones are here before them.
  private record Gathering(long sinceNanos) {}

  void start() {
    work.start();
  }

  void stop() throws InterruptedException {
    work.stop();
    runner.giveBack();
    runner.quiesce();
  }

  /// Called about twice a second: shows the server that messages in hand are cared for. Without the
  /// lease they are not: the server shall bring them to the new owner.
  void tick() {
    Optional<Connection> connection = nats.connected();
    if (lease.hold().isPresent() && connection.isPresent()) {
      try {
        Duration interval = settings.ackWait().dividedBy(3);
        runner.lanes().inHand().forEach(delivery -> delivery.stillHere(interval));
        openIfDue(connection.get());
      } catch (IOException | JetStreamApiException | IllegalStateException away) {
        LOG.debugf("%s: no sign of life could be sent: %s", consumer, away.getMessage());
      }
    }
  }

  private void round() throws IOException, JetStreamApiException, InterruptedException {
    Optional<Connection> connection = nats.connected();
    lease.want(nats.isUsable());
    Optional<Lease.Hold> hold = lease.hold();
    if (connection.isEmpty()) {
      nats.awaitChange(REST);
    } else if (hold.isEmpty()) {
      Thread.sleep(REST);
    } else {
      consume(connection.get(), hold.get().epoch());
    }
  }

  /// From taking the consumer over until it is lost.
  private void consume(Connection connection, long epoch)
      throws IOException, JetStreamApiException, InterruptedException {
    try {
      ConsumerContext context = takeOver(connection, epoch);
      boolean held = true;
      while (held && lease.isHeld(epoch) && connection.getStatus() != Connection.Status.CLOSED) {
        lease.want(nats.isUsable());
        if (connection.getStatus() == Connection.Status.CONNECTED) {
          held = follow(connection, context, epoch);
        } else {
          nats.awaitChange(REST);
        }
      }
    } finally {
      gather(null);
      runner.giveBack();
    }
  }

  private ConsumerContext takeOver(Connection connection, long epoch)
      throws IOException, JetStreamApiException, InterruptedException {
    runner.takeOver(epoch);
    JetStreamManagement management = connection.jetStreamManagement();
    ConsumerInfo info = management.addOrUpdateConsumer(stream, configuration());
    delivered = info.getDelivered().getConsumerSequence();
    // What the last owner had in hand must be back first; the server brings it within the ack wait.
    if (info.getNumAckPending() > 0) {
      gather(new Gathering(System.nanoTime()));
    } else {
      runner.lanes().open();
    }
    LOG.infof("%s follows %s %s", consumer, stream, filters);
    return connection.getConsumerContext(stream, consumer);
  }

  private ConsumerConfiguration configuration() {
    return ConsumerConfiguration.builder()
        .durable(consumer)
        .filterSubjects(filters)
        .deliverPolicy(DeliverPolicy.All)
        .ackPolicy(AckPolicy.Explicit)
        .ackWait(settings.ackWait())
        .maxAckPending(settings.maxAckPending())
        .build();
  }

  /// Takes messages in as they come, until the connection is another one.
  ///
  /// One request follows another on one subscription, for whoever ends a subscription may lose what
  /// is just being delivered to it.
  ///
  /// @return false when the lease was not held for a moment: what came then went back, and must not
  ///   be overtaken by what comes next
  private boolean follow(Connection connection, ConsumerContext context, long epoch)
      throws IOException, JetStreamApiException, InterruptedException {
    long reconnects = connection.getStatistics().getReconnects();
    try (IterableConsumer messages =
        context.iterate(
            ConsumeOptions.builder()
                .batchSize(settings.maxAckPending())
                .expiresIn(REQUEST.toMillis())
                .build())) {
      boolean held = true;
      while (held
          && connection.getStatus() == Connection.Status.CONNECTED
          && connection.getStatistics().getReconnects() == reconnects) {
        lease.want(nats.isUsable());
        held = next(messages, epoch, LOOK);
      }
      if (!held) {
        giveBack(messages);
      }
      return held;
    } catch (JetStreamStatusCheckedException refused) {
      throw new IOException(refused);
    } catch (IOException | JetStreamApiException | InterruptedException | RuntimeException failed) {
      throw failed;
    } catch (Exception closing) {
      throw new IOException(closing);
    }
  }

  private boolean next(IterableConsumer messages, long epoch, Duration patience)
      throws InterruptedException, JetStreamStatusCheckedException {
    @Nullable Message message = messages.nextMessage(patience);
    boolean held = lease.isHeld(epoch);
    if (message != null) {
      Delivery delivery = new Delivery(message);
      if (held) {
        waitForLost(delivery);
        runner.lanes().arrived(delivery);
      } else {
        delivery.bringAgain(Duration.ZERO);
      }
    }
    return held;
  }

  /// Deliveries are numbered without gaps. One that did not arrive was sent to a subscription that
  /// is gone, and comes again after the ack wait: what follows it must not begin before.
  private void waitForLost(Delivery delivery) {
    long lost = delivery.number() - delivered - 1;
    delivered = delivery.number();
    if (lost > 0) {
      LOG.warnf("%s: %d deliveries got lost on their way; waiting for them", consumer, lost);
      runner.lanes().halt();
      gather(new Gathering(System.nanoTime()));
    }
  }

  private static void giveBack(IterableConsumer messages)
      throws InterruptedException, JetStreamStatusCheckedException {
    messages.stop();
    for (@Nullable Message unread = messages.nextMessage(REST);
        unread != null;
        unread = messages.nextMessage(REST)) {
      new Delivery(unread).bringAgain(Duration.ZERO);
    }
  }

  private void openIfDue(Connection connection) throws IOException, JetStreamApiException {
    Gathering now = gathering();
    if (now == null) {
      return;
    }
    boolean overdue =
        System.nanoTime() - now.sinceNanos() > settings.ackWait().plus(LOOK).toNanos();
    if (overdue || isAllInHand(connection)) {
      open(now);
    }
  }

  /// While nothing runs, what is in hand only grows: so the server is asked last.
  private boolean isAllInHand(Connection connection) throws IOException, JetStreamApiException {
    if (runner.lanes().isBusy()) {
      return false;
    }
    int inHand = runner.lanes().inHandCount();
    return connection.jetStreamManagement().getConsumerInfo(stream, consumer).getNumAckPending()
        <= inHand;
  }

  private synchronized @Nullable Gathering gathering() {
    return gathering;
  }

  private synchronized void gather(@Nullable Gathering now) {
    gathering = now;
  }

  private synchronized void open(Gathering gathered) {
    if (gathered == gathering) {
      LOG.debugf("%s has back what was delivered elsewhere", consumer);
      gathering = null;
      runner.lanes().open();
    }
  }

  private void rest() {
    try {
      Thread.sleep(Duration.ofSeconds(1));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
