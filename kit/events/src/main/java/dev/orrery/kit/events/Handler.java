package dev.orrery.kit.events;

import java.time.Duration;

/// A reaction of this service to something that happened elsewhere.
///
/// Each handler has a durable consumer of its own on every stream it follows, which the runner
/// creates at start and which then keeps the handler's place. A consumer runs on one replica of the
/// service at a time. Messages about one resource (the subject's last token) come in order, one at
/// a time; those about different resources come side by side, on virtual threads.
public sealed interface Handler permits EventHandler, MessageHandler {

  /// The durable consumer's name: service and handler, `ipam-release-addresses`. It must be unique
  /// in the house, and a changed name starts again from the stream's beginning.
  String consumer();

  /// Waits until this service knows the policy up to a revision. A handler that asks the policy
  /// what somebody may do overrides this, and is given nothing that was caused under a newer policy
  /// than it can ask.
  ///
  /// @param revision the one that the message's cause was decided by; 0 when there is none
  /// @return false when it did not come in that time: then the message is tried again later
  default boolean awaitPolicy(long revision, Duration patience) {
    return true;
  }
}
