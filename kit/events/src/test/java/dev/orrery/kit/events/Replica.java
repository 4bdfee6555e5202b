package dev.orrery.kit.events;

import dev.orrery.kit.database.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// One replica of a service, which can be frozen and killed without ending the test's process.
final class Replica implements AutoCloseable {
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final Relay relay;
  final Lease relayLease;
  private final EventSettings settings;
  private final EventMetrics metrics = new EventMetrics(registry);
  private final NatsLink nats;
  private final Leases leases;
  private final Thread renewing;
  private volatile boolean alive = true;
  private final Consumers consumers;
  private final Lags lags;

  private Replica(
      String name,
      Database database,
      NatsSettings natsSettings,
      RelayProbe probe,
      EventSettings settings,
      List<Handler> handlers) {
    this.settings = settings;
    nats = new NatsLink(name, natsSettings);
    leases = new Leases(database.own(), settings.lease());
    relayLease = leases.of(Relay.LEASE);
    lags = new Lags(nats, metrics);
    relay =
        new Relay(
            new OutboxRows(database.own()),
            relayLease,
            nats,
            new RelayBell(),
            settings,
            metrics,
            lags,
            probe);
    consumers = new Consumers(handlers, database.own(), leases, nats, settings, metrics, lags);
    renewing = Thread.ofVirtual().unstarted(this::renew);
  }

  static Replica relaying(String name, Database database, NatsSettings nats, RelayProbe probe) {
    Replica replica = new Replica(name, database, nats, probe, new TestSettings(), List.of());
    replica.nats.start();
    replica.renewing.start();
    replica.relay.start();
    replica.lags.start();
    return replica;
  }

  static Replica consuming(String name, Database database, NatsSettings nats, Handler... handlers) {
    return consuming(name, database, nats, new TestSettings(), handlers);
  }

  static Replica consuming(
      String name,
      Database database,
      NatsSettings nats,
      EventSettings settings,
      Handler... handlers) {
    Replica replica =
        new Replica(name, database, nats, RelayProbe.NONE, settings, List.of(handlers));
    replica.nats.start();
    replica.renewing.start();
    replica.consumers.start();
    replica.lags.start();
    return replica;
  }

  /// From now on the replica renews nothing, as if its process had stopped.
  void stopRenewing() {
    alive = false;
  }

  double fenced() {
    return registry.counter("relay_fenced_total").count();
  }

  double handled(String consumer, String outcome) {
    return registry
        .counter("consumer_messages_total", "consumer", consumer, "outcome", outcome)
        .count();
  }

  private void renew() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        if (alive) {
          leases.renew();
        }
        Thread.sleep(settings.lease().dividedBy(4));
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException outage) {
        // PostgreSQL is away: the lease runs out, which is what the test is about.
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    consumers.stop();
    lags.stop();
    relay.stop();
    renewing.interrupt();
    renewing.join();
    if (alive) {
      leases.stop();
    }
    nats.stop();
  }

  /// A place where a thread can be made to stand still.
  static final class Gate {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    void pass() {
      reached.countDown();
      try {
        released.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("killed at the gate", stopped);
      }
    }

    void awaitReached() throws InterruptedException {
      if (!reached.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody came to the gate");
      }
    }

    void release() {
      released.countDown();
    }
  }
}
