package dev.orrery.kit.events;

import io.nats.client.Connection;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Puts what one consumer gives up on among the dead letters.
final class DeadLetterBox {
  private static final Logger LOG = Logger.getLogger(DeadLetterBox.class);

  private final String consumer;
  private final NatsLink nats;
  private final EventSettings settings;
  private final EventMetrics metrics;

  DeadLetterBox(String consumer, NatsLink nats, EventSettings settings, EventMetrics metrics) {
    this.consumer = consumer;
    this.nats = nats;
    this.settings = settings;
    this.metrics = metrics;
  }

  /// @return whether the message is safe there
  boolean post(Incoming message, String reason, int failures) {
    Optional<Connection> connection = nats.connected();
    if (connection.isEmpty()) {
      return false;
    }
    Traceparent trace = message.trace();
    DeadLetter letter =
        new DeadLetter(
            consumer,
            message.stream(),
            message.sequence(),
            message.subject(),
            message.header(Headers.MESSAGE_ID) == null ? "" : message.messageId(),
            reason,
            failures,
            trace.traceId(),
            Instant.now(),
            message.headers(),
            message.body());
    try {
      Publishing.publish(
          connection.get().jetStream(),
          Subjects.ofDeadLetter(consumer, message.subject()),
          "%s:%s:%d".formatted(consumer, message.stream(), message.sequence()),
          Map.of(Headers.TRACEPARENT, trace.toString(), Headers.CONTENT_TYPE, "application/json"),
          EventJson.write(letter),
          settings.publishTimeout());
    } catch (Publishing.Refused | Publishing.Unknown | IOException notParked) {
      LOG.warnf("%s could not be parked yet: %s", message.messageId(), notParked.getMessage());
      return false;
    }
    metrics.parked(consumer);
    return true;
  }
}
