package dev.orrery.kit.events;

import java.util.Map;

/// A message that waits in the outbox.
record OutboxRow(
    long id,
    String messageId,
    String subject,
    Map<String, String> headers,
    String body,
    String orderingKey) {}
