package dev.orrery.kit.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns a message into what its handler can work with.
final class Reading {
  private Reading() {}

  /// @throws UnreadableMessage when no number of attempts will make sense of the message
  static Task read(Incoming message, Handler handler) {
    String only = message.header(Headers.ONLY);
    if (only != null && !only.equals(handler.consumer())) {
      return new Task.NotMine("other");
    }
    return switch (handler) {
      case EventHandler<?> events -> event(message, events);
      case MessageHandler<?> messages -> message(message, messages);
    };
  }

  private static <S> Task event(Incoming message, EventHandler<S> handler) {
    Optional<ChangeEvent<JsonNode>> known = Envelope.read(EventJson.parse(message.body()));
    if (known.isEmpty() || !isFollowed(known.get(), handler)) {
      return new Task.NotMine("unknown");
    }
    ChangeEvent<S> event = Envelope.as(known.get(), handler.snapshot());
    return new Task.Work(
        key(event.id(), message),
        event.trace(),
        event.policyRevision(),
        transaction -> handler.handle(event, transaction));
  }

  private static <M> Task message(Incoming message, MessageHandler<M> handler) {
    Received<M> received =
        new Received<>(
            message.subject(),
            message.messageId(),
            EventJson.as(EventJson.parse(message.body()), handler.body()),
            message.storedAt(),
            message.trace());
    return new Task.Work(
        handler.isOnceOnly() ? key(received.id(), message) : null,
        received.trace(),
        // Providers send them, and know nothing of the policy.
        0,
        transaction -> handler.handle(received, transaction));
  }

  private static boolean isFollowed(ChangeEvent<?> event, EventHandler<?> handler) {
    return handler.events().contains(event.type() + "." + event.verb())
        || handler.events().contains(event.type() + ".*");
  }

  /// A replay to one consumer takes effect once more, but only once.
  private static String key(String id, Incoming message) {
    @Nullable String replay = message.header(Headers.REPLAY);
    return replay == null ? id : id + "#" + replay;
  }
}
