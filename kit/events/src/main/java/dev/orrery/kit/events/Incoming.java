package dev.orrery.kit.events;

import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A message as its stream has it, whether it was just delivered or waited in the database.
///
/// @param sequence its place in the stream
record Incoming(
    String stream,
    long sequence,
    String subject,
    Map<String, String> headers,
    String body,
    Instant storedAt) {

  static Incoming of(Message message) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (message.hasHeaders()) {
      message.getHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
    }
    return new Incoming(
        message.metaData().getStream(),
        message.metaData().streamSequence(),
        message.getSubject(),
        headers,
        new String(message.getData(), StandardCharsets.UTF_8),
        message.metaData().timestamp().toInstant());
  }

  /// What its order is kept for.
  String resource() {
    return Subjects.resourceOf(subject);
  }

  @Nullable String header(String name) {
    return headers.get(name);
  }

  /// What tells this message from every other one, for good.
  String messageId() {
    String original = header(Headers.ORIGINAL_ID);
    if (original != null) {
      return original;
    }
    String id = header(Headers.MESSAGE_ID);
    return id != null ? id : stream + ":" + sequence;
  }

  Traceparent trace() {
    return Traceparent.parse(header(Headers.TRACEPARENT)).orElseGet(Traceparent::start);
  }
}
