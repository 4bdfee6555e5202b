package dev.orrery.kit.events;

import dev.orrery.kit.background.RecurringWork;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.ConsumerInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/// How far each consumer of the streams that this process reads, or publishes its changes to, is
/// behind, by the server's own count.
///
/// Consumers of other processes are counted too: one that is frozen or gone cannot tell how far it
/// is behind, and then somebody wants to know most.
final class Lags {
  private static final Logger LOG = Logger.getLogger(Lags.class);
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final NatsLink nats;
  private final EventMetrics metrics;
  private final Set<String> streams = ConcurrentHashMap.newKeySet();
  private final RecurringWork work =
      new RecurringWork(
          "event-lags",
          EVERY,
          this::round,
          bug -> LOG.error("the lags could not be measured", bug));

  Lags(NatsLink nats, EventMetrics metrics) {
    this.nats = nats;
    this.metrics = metrics;
  }

  /// @param consumer its durable name
  record Place(String consumer, String stream) {}

  void start() {
    work.start();
  }

  void stop() throws InterruptedException {
    work.stop();
  }

  /// From now on the consumers of that stream are counted. Saying so again costs nothing.
  void follow(String stream) {
    var _ = streams.add(stream);
  }

  private void round() throws InterruptedException {
    measure();
    Thread.sleep(EVERY);
  }

  /// While the server cannot be asked, what it said last stands.
  private void measure() {
    Optional<Connection> connection = nats.connected();
    if (connection.isEmpty()) {
      return;
    }
    Map<Place, Long> lags = new HashMap<>();
    try {
      for (String stream : streams) {
        for (ConsumerInfo consumer : connection.get().jetStreamManagement().getConsumers(stream)) {
          String durable = consumer.getConsumerConfiguration().getDurable();
          if (durable != null) {
            lags.put(
                new Place(durable, stream), consumer.getNumPending() + consumer.getNumAckPending());
          }
        }
      }
    } catch (IOException | JetStreamApiException | IllegalStateException unknown) {
      LOG.debugf("the lags of %s are unknown: %s", streams, unknown.getMessage());
      return;
    }
    metrics.lags(lags);
  }
}
