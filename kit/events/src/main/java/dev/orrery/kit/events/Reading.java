package dev.orrery.kit.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns a delivery into what its handler can work with.
final class Reading {
  private Reading() {}

  /// @throws UnreadableMessage when no number of attempts will make sense of the message
  static Task read(Delivery delivery, Handler handler) {
    String only = delivery.header(Headers.ONLY);
    if (only != null && !only.equals(handler.consumer())) {
      return new Task.NotMine("other");
    }
    return switch (handler) {
      case EventHandler<?> events -> event(delivery, events);
      case MessageHandler<?> messages -> message(delivery, messages);
    };
  }

  private static <S> Task event(Delivery delivery, EventHandler<S> handler) {
    Optional<ChangeEvent<JsonNode>> known = Envelope.read(EventJson.parse(delivery.body()));
    if (known.isEmpty() || !isFollowed(known.get(), handler)) {
      return new Task.NotMine("unknown");
    }
    ChangeEvent<S> event = Envelope.as(known.get(), handler.snapshot());
    return new Task.Work(
        key(event.id(), delivery),
        event.trace(),
        transaction -> handler.handle(event, transaction));
  }

  private static <M> Task message(Delivery delivery, MessageHandler<M> handler) {
    Received<M> message =
        new Received<>(
            delivery.subject(),
            delivery.messageId(),
            EventJson.as(EventJson.parse(delivery.body()), handler.body()),
            delivery.storedAt(),
            delivery.trace());
    return new Task.Work(
        handler.isOnceOnly() ? key(message.id(), delivery) : null,
        message.trace(),
        transaction -> handler.handle(message, transaction));
  }

  private static boolean isFollowed(ChangeEvent<?> event, EventHandler<?> handler) {
    return handler.events().contains(event.type() + "." + event.verb())
        || handler.events().contains(event.type() + ".*");
  }

  /// A replay to one consumer takes effect once more, but only once.
  private static String key(String id, Delivery delivery) {
    @Nullable String replay = delivery.header(Headers.REPLAY);
    return replay == null ? id : id + "#" + replay;
  }
}
