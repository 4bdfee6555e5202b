package dev.orrery.kit.events;

import dev.orrery.kit.background.RecurringWork;
import dev.orrery.kit.database.Database;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;

/// Starts a consumer for every handler, as soon as the streams it follows are there.
final class Consumers {
  private static final Logger LOG = Logger.getLogger(Consumers.class);
  private static final Duration TICK = Duration.ofMillis(500);

  private final List<Handler> waiting;
  private final List<ConsumerLoop> loops = new CopyOnWriteArrayList<>();
  private final Database database;
  private final Leases leases;
  private final NatsLink nats;
  private final EventSettings settings;
  private final EventMetrics metrics;
  private final Lags lags;
  private final RecurringWork work =
      new RecurringWork(
          "event-consumers",
          TICK,
          this::round,
          bug -> LOG.error("the consumers' clock stumbled", bug));

  Consumers(
      List<Handler> handlers,
      Database database,
      Leases leases,
      NatsLink nats,
      EventSettings settings,
      EventMetrics metrics,
      Lags lags) {
    this.waiting = new ArrayList<>(handlers);
    this.database = database;
    this.leases = leases;
    this.nats = nats;
    this.settings = settings;
    this.metrics = metrics;
    this.lags = lags;
  }

  void start() {
    work.start();
  }

  void stop() throws InterruptedException {
    work.stop();
    for (ConsumerLoop loop : loops) {
      loop.stop();
    }
  }

  private void round() throws InterruptedException {
    startWaiting();
    loops.forEach(ConsumerLoop::tick);
    Thread.sleep(TICK);
  }

  private void startWaiting() {
    Optional<Connection> connection = nats.connected();
    if (waiting.isEmpty() || connection.isEmpty()) {
      return;
    }
    for (Handler handler : List.copyOf(waiting)) {
      try {
        Optional<Map<String, List<String>>> streams = Following.streams(handler, connection.get());
        if (streams.isPresent()) {
          streams.get().forEach((stream, filters) -> start(handler, stream, filters));
          waiting.remove(handler);
        }
      } catch (IOException | JetStreamApiException | IllegalStateException notYet) {
        LOG.warnf("%s waits for its streams: %s", handler.consumer(), notYet.getMessage());
      }
    }
  }

  private void start(Handler handler, String stream, List<String> filters) {
    Lease lease = leases.of("consumer:%s@%s".formatted(handler.consumer(), stream));
    ConsumerLoop loop =
        new ConsumerLoop(
            handler.consumer(),
            stream,
            filters,
            lease,
            nats,
            settings,
            new ConsumerRunner(handler, stream, lease, database, nats, settings, metrics));
    loops.add(loop);
    lags.follow(stream);
    loop.start();
  }
}
