package dev.orrery.kit.events;

import io.nats.client.Message;
import java.time.Duration;
import org.jboss.logging.Logger;

/// A message in hand: delivered, and not answered yet.
///
/// Answers are sent and forgotten. One that is lost, or that cannot be sent, brings the message
/// again, which is always right: the inbox knows it.
final class Delivery {
  private static final Logger LOG = Logger.getLogger(Delivery.class);

  private final Message message;
  private final Incoming content;
  private volatile long lastSign = System.nanoTime();

  Delivery(Message message) {
    this.message = message;
    this.content = Incoming.of(message);
  }

  Incoming content() {
    return content;
  }

  long sequence() {
    return content.sequence();
  }

  /// Which of all deliveries of its consumer this is. Every one counts, also of the same message.
  long number() {
    return message.metaData().consumerSequence();
  }

  String resource() {
    return content.resource();
  }

  void ack() {
    answer(message::ack);
  }

  void bringAgain(Duration after) {
    answer(() -> message.nakWithDelay(after));
  }

  void terminate() {
    answer(message::term);
  }

  /// Tells the server that somebody still cares, if the last sign is older than that.
  void stillHere(Duration interval) {
    long now = System.nanoTime();
    if (now - lastSign > interval.toNanos()) {
      answer(message::inProgress);
      lastSign = now;
    }
  }

  private void answer(Runnable sending) {
    try {
      sending.run();
    } catch (IllegalStateException away) {
      LOG.debugf("no answer could be sent for %s: %s", content.messageId(), away.getMessage());
    }
  }
}
