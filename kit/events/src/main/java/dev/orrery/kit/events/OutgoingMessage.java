package dev.orrery.kit.events;

import java.util.Map;

/// A message that is no change event: a work order, a cancellation.
///
/// @param id the message id that JetStream and consumers recognise a repeat by; the same order
///   always has the same id
/// @param body a record or map, sent as JSON
/// @param orderingKey messages of one key are published in the order they were appended, provided
///   that a lock orders their transactions
public record OutgoingMessage(
    String subject, String id, Map<String, String> headers, Object body, String orderingKey) {

  public OutgoingMessage {
    headers = Map.copyOf(headers);
  }

  /// Without headers, and in order per subject.
  public static OutgoingMessage of(String subject, String id, Object body) {
    return new OutgoingMessage(subject, id, Map.of(), body, subject);
  }
}
