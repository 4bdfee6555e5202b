package dev.orrery.kit.events;

import java.time.Duration;

/// What a handler says about a message; only the runner acknowledges.
///
/// An exception is a verdict too: a passing failure. It is tried again with backoff, and the fifth
/// one parks the message.
public sealed interface Verdict {

  /// The effect is complete: commit it, then acknowledge.
  record Done() implements Verdict {}

  /// Not yet: roll back, and bring the message again after a while. Later messages about the same
  /// resource wait with it, and any number of these counts as no failure.
  record Retry(Duration after) implements Verdict {}

  /// Never: roll back, and park the message with this reason for a person to look at.
  record Reject(String reason) implements Verdict {}
}
