package dev.orrery.kit.events;

import java.util.Map;
import java.util.stream.Stream;

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
    Stream.of(subject, id, orderingKey)
        .filter(text -> text.chars().anyMatch(Character::isISOControl))
        .findFirst()
        .ifPresent(text -> {
          throw new IllegalArgumentException("a control character in '%s'".formatted(text));
        });
  }

  /// Without headers, and in order per subject.
  public static OutgoingMessage of(String subject, String id, Object body) {
    return new OutgoingMessage(subject, id, Map.of(), body, subject);
  }
}
