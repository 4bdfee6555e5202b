package dev.orrery.kit.events;

import dev.orrery.kit.database.Database;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Runs the event machinery for as long as the service runs. Nothing here waits for NATS.
@ApplicationScoped
class EventsLifecycle {
  private final boolean enabled;
  private final List<Handler> handlers;
  private final NatsLink nats;
  private final Leases leases;
  private final Relay relay;
  private final Consumers consumers;
  private final Lags lags;
  private final List<? extends StateReader<?>> readers;
  private final Housekeeping housekeeping;
  private final SyncCheck sync;
  private final Watchdog watchdog;

  EventsLifecycle(
      Database database,
      RelayBell bell,
      EventSettings settings,
      NatsSettings natsSettings,
      EventMetrics metrics,
      @All List<Handler> handlers,
      @All List<StateFollower<?>> followers,
      @ConfigProperty(name = "quarkus.application.name") String application) {
    this.enabled = settings.enabled();
    Database own = database.own();
    this.handlers = handlers;
    nats = new NatsLink(application, natsSettings);
    leases = new Leases(own, settings.lease());
    OutboxRows outbox = new OutboxRows(own);
    lags = new Lags(nats, metrics);
    relay =
        new Relay(
            outbox, leases.of(Relay.LEASE), nats, bell, settings, metrics, lags, RelayProbe.NONE);
    consumers = new Consumers(handlers, own, leases, nats, settings, metrics, lags);
    readers = followers.stream().map(follower -> new StateReader<>(follower, nats)).toList();
    sync = new SyncCheck(natsSettings);
    watchdog = new Watchdog(application, nats, natsSettings, settings, metrics);
    housekeeping = new Housekeeping(own, outbox, relay, sync, settings, metrics);
  }

  void start(@Observes StartupEvent event) {
    if (!enabled) {
      return;
    }
    ConsumerNames.refuseTwins(handlers);
    nats.start();
    leases.start();
    relay.start();
    consumers.start();
    lags.start();
    readers.forEach(StateReader::start);
    housekeeping.start();
    watchdog.start();
  }

  /// Handlers first, so that what they still append is relayed; the leases last, so that another
  /// replica may go on at once.
  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    if (!enabled) {
      return;
    }
    consumers.stop();
    for (StateReader<?> reader : readers) {
      reader.stop();
    }
    relay.stop();
    lags.stop();
    watchdog.stop();
    housekeeping.stop();
    leases.stop();
    nats.stop();
  }

  boolean isConnected() {
    return nats.connected().isPresent();
  }

  boolean isLeading() {
    return relay.isLeading();
  }

  SyncCheck.Answer sync() {
    return sync.last();
  }

  boolean isNatsWedged() {
    return watchdog.isWedged();
  }

  Duration sinceRelayBeat() {
    return relay.sinceLastBeat();
  }
}
