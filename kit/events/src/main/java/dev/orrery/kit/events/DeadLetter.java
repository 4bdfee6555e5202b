package dev.orrery.kit.events;

import java.time.Instant;
import java.util.Map;

/// A message that a consumer gave up on, with everything that is needed to understand it and to
/// drive it again. It lies in the stream `DEADLETTERS` under `deadletters.<consumer>.<original
/// subject>`.
///
/// @param messageId the original's id; empty when it had none
/// @param failures how often it had failed; 0 when the handler rejected it
/// @param body the original's bytes as text
public record DeadLetter(
    String consumer,
    String stream,
    long sequence,
    String subject,
    String messageId,
    String reason,
    int failures,
    String traceId,
    Instant parkedAt,
    Map<String, String> headers,
    String body) {

  static final String STREAM = "DEADLETTERS";
}
