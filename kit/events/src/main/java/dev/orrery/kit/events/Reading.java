package dev.orrery.kit.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Turns a message into what its handler can work with.
final class Reading {
  private static final String UNCONCERNED = "unconcerned";

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
    if (handler.wantsNewsOnly() && !event.isNews() && message.header(Headers.REPLAY) == null) {
      return new Task.NotMine(UNCONCERNED);
    }
    return concern(
        () -> handler.concerns(event),
        new Task.Work(
            key(event.id(), message),
            event.trace(),
            event.policyRevision(),
            transaction -> handler.handle(event, transaction)));
  }

  private static <M> Task message(Incoming message, MessageHandler<M> handler) {
    Received<M> received =
        new Received<>(
            message.subject(),
            message.messageId(),
            EventJson.as(EventJson.parse(message.body()), handler.body()),
            message.storedAt(),
            message.trace());
    return concern(
        () -> handler.concerns(received),
        new Task.Work(
            handler.isOnceOnly() ? key(received.id(), message) : null,
            received.trace(),
            // Providers send them, and know nothing of the policy.
            0,
            transaction -> handler.handle(received, transaction)));
  }

  /// A handler that stumbles over the question fails as it would over the work.
  private static Task concern(BooleanSupplier question, Task.Work work) {
    try {
      return question.getAsBoolean() ? work : new Task.NotMine(UNCONCERNED);
    } catch (RuntimeException | Error failure) {
      return new Task.Work(
          work.key(),
          work.trace(),
          work.policyRevision(),
          _ -> {
            throw failure;
          });
    }
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
