package dev.orrery.kit.events;

import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A message in hand: delivered, and not answered yet.
///
/// Answers are sent and forgotten: one that is lost brings the message again, and the inbox knows
/// it.
final class Delivery {
  private final Message message;
  private volatile long lastSign = System.nanoTime();

  Delivery(Message message) {
    this.message = message;
  }

  long sequence() {
    return message.metaData().streamSequence();
  }

  String stream() {
    return message.metaData().getStream();
  }

  boolean isRepeat() {
    return message.metaData().deliveredCount() > 1;
  }

  String subject() {
    return message.getSubject();
  }

  String resource() {
    return Subjects.resourceOf(message.getSubject());
  }

  String body() {
    return new String(message.getData(), StandardCharsets.UTF_8);
  }

  Instant storedAt() {
    return message.metaData().timestamp().toInstant();
  }

  @Nullable String header(String name) {
    return message.hasHeaders() ? message.getHeaders().getFirst(name) : null;
  }

  Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    if (message.hasHeaders()) {
      message.getHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
    }
    return headers;
  }

  /// What tells this message from every other one, for good.
  String messageId() {
    String original = header(Headers.ORIGINAL_ID);
    if (original != null) {
      return original;
    }
    String id = header(Headers.MESSAGE_ID);
    return id != null ? id : stream() + ":" + sequence();
  }

  Traceparent trace() {
    return Traceparent.parse(header(Headers.TRACEPARENT)).orElseGet(Traceparent::start);
  }

  void ack() {
    message.ack();
  }

  void bringAgain(Duration after) {
    message.nakWithDelay(after);
  }

  void terminate() {
    message.term();
  }

  /// Tells the server that somebody still cares, if the last sign is older than that.
  void stillHere(Duration interval) {
    long now = System.nanoTime();
    if (now - lastSign > interval.toNanos()) {
      message.inProgress();
      lastSign = now;
    }
  }
}
