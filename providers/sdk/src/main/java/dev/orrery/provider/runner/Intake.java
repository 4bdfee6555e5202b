package dev.orrery.provider.runner;

import dev.orrery.provider.protocol.Order;
import dev.orrery.provider.protocol.Subjects;
import io.nats.client.ConsumerContext;
import io.nats.client.FetchConsumeOptions;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Pulls orders from the durable consumer, never more than the process may hold, and keeps NATS
/// informed about those that take long. More are held than are worked on: a cancel that stands
/// behind them in the stream must not wait for one of them to end.
final class Intake implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Intake.class.getName());
  private static final Duration PULL = Duration.ofSeconds(3);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration LANE_FULL = Duration.ofSeconds(1);
  private static final int LANE = 8;
  private static final int MOST_WAITING = 512;

  // Orders that wait for their next look count as pending too, so this bounds them, not the
  // process.
  private static final int MOST_PENDING = 10_000;

  private final String provider;
  private final Link link;
  private final OrderDesk desk;
  private final Settings settings;
  private final Lanes lanes = new Lanes();
  private final Semaphore room;
  private final Semaphore hands;
  private final Set<Delivery> held = ConcurrentHashMap.newKeySet();
  private final Thread pulling = Thread.ofVirtual().name("orders").unstarted(this::pull);
  private final Thread reassuring =
      Thread.ofVirtual().name("in-progress").unstarted(this::reassure);
  private volatile boolean open = true;

  Intake(String provider, Link link, OrderDesk desk, Settings settings) {
    this.provider = provider;
    this.link = link;
    this.desk = desk;
    this.settings = settings;
    this.hands = new Semaphore(settings.ordersHeld(), true);
    this.room = new Semaphore(settings.ordersHeld() + MOST_WAITING);
  }

  void start() {
    pulling.start();
    reassuring.start();
  }

  int held() {
    return held.size();
  }

  private void pull() {
    String lastError = "";
    while (open) {
      try {
        var consumer = consumer();
        lastError = "";
        while (open) {
          pullOnce(consumer);
        }
      } catch (IOException
          | JetStreamApiException
          | JetStreamStatusCheckedException
          | RuntimeException e) {
        if (open && !lastError.equals(e.toString())) {
          lastError = e.toString();
          LOG.log(System.Logger.Level.INFO, "{0} waits for orders: {1}", provider, lastError);
        }
        link.pause(PAUSE);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private ConsumerContext consumer() throws IOException, JetStreamApiException {
    var connection = link.connection();
    connection
        .jetStreamManagement()
        .addOrUpdateConsumer(
            Subjects.WORK,
            ConsumerConfiguration.builder()
                .durable(Subjects.consumer(provider))
                .filterSubject(Subjects.ordersOf(provider))
                .deliverPolicy(DeliverPolicy.All)
                .ackPolicy(AckPolicy.Explicit)
                .ackWait(settings.ackWait())
                .maxAckPending(MOST_PENDING)
                .maxDeliver(-1)
                .build());
    return connection.getConsumerContext(Subjects.WORK, Subjects.consumer(provider));
  }

  private void pullOnce(ConsumerContext consumer)
      throws IOException,
          JetStreamApiException,
          JetStreamStatusCheckedException,
          InterruptedException {
    room.acquire();
    int free = 1 + room.drainPermits();
    var options =
        FetchConsumeOptions.builder().maxMessages(free).expiresIn(PULL.toMillis()).build();
    try (var fetch = consumer.fetch(options)) {
      for (var message = fetch.nextMessage(); message != null; message = fetch.nextMessage()) {
        free--;
        accept(message);
      }
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw rethrown(e);
    } finally {
      room.release(free);
    }
  }

  private static RuntimeException rethrown(Exception e)
      throws IOException, JetStreamApiException, JetStreamStatusCheckedException {
    return switch (e) {
      case IOException io -> throw io;
      case JetStreamApiException api -> throw api;
      case JetStreamStatusCheckedException status -> throw status;
      case RuntimeException unchecked -> unchecked;
      default -> new IllegalStateException(e);
    };
  }

  private void accept(Message message) {
    var delivery = new Delivery(message, this::release);
    held.add(delivery);
    switch (desk.open(delivery)) {
      case Arrival.Ordered(var order) -> {
        var task = guarded(delivery, () -> carryOut(order, delivery));
        if (!lanes.offer(order.resourceId(), LANE, task)) {
          delivery.later(LANE_FULL);
        }
      }
      case Arrival.Cancelled(var cancel) ->
          Thread.ofVirtual().start(guarded(delivery, () -> desk.cancel(cancel, delivery)));
      case Arrival.Unreadable unreadable ->
          Thread.ofVirtual().start(guarded(delivery, () -> desk.refuse(unreadable, delivery)));
      case Arrival.Unaddressed() ->
          Thread.ofVirtual().start(guarded(delivery, () -> desk.park(delivery)));
    }
  }

  private void carryOut(Order order, Delivery delivery) {
    hands.acquireUninterruptibly();
    try {
      if (open) {
        desk.carryOut(order, delivery);
      } else {
        delivery.drop();
      }
    } finally {
      hands.release();
    }
  }

  /// What could not be worked on is not acknowledged, and so comes again.
  private static Runnable guarded(Delivery delivery, Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "a message could not be worked on", e);
        delivery.drop();
      }
    };
  }

  private void release(Delivery delivery) {
    if (held.remove(delivery)) {
      room.release();
    }
  }

  private void reassure() {
    while (open) {
      link.pause(settings.ackWait().dividedBy(3));
      try {
        held.forEach(Delivery::stillWorking);
      } catch (IllegalStateException e) {
        LOG.log(System.Logger.Level.DEBUG, "not connected", e);
      }
    }
  }

  @Override
  public void close() {
    open = false;
    reassuring.interrupt();
    pulling.interrupt();
    try {
      pulling.join();
      lanes.drain(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
