package dev.orrery.kit.events;

import dev.orrery.kit.database.Transaction;
import java.util.Set;

/// Reacts to messages that are no change events, such as providers' reports, once in effect for
/// each message. A bean of this type is found and run by itself.
///
/// A message is known by its `Nats-Msg-Id`, and where the sender set none by its place in the
/// stream.
///
/// @param <M> what the body is read as: a record, or `JsonNode`
public non-sealed interface MessageHandler<M> extends Handler {

  String stream();

  /// Which of the stream's subjects, wildcards allowed: `reports.*.compute.>`.
  Set<String> subjects();

  Class<M> body();

  /// Whether each message takes effect once. A handler that says no gets repeats, and must not
  /// mind; it leaves no inbox rows, which is right for what comes every few seconds, such as
  /// heartbeats.
  default boolean isOnceOnly() {
    return true;
  }

  /// Whether there is anything to do. A message that asks nothing of this handler costs no
  /// transaction and leaves no inbox row; so the answer follows from the message alone, and is the
  /// same each time.
  default boolean concerns(Received<M> message) {
    return true;
  }

  /// Does the work with the given transaction, which also holds the message's inbox row and is
  /// committed only when the verdict is [Verdict.Done].
  Verdict handle(Received<M> message, Transaction transaction);
}
