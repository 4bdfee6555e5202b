package dev.orrery.kit.events;

import java.time.Duration;

/// How one attempt at a message ended.
sealed interface Ending {

  /// It took effect, or none was needed.
  record Over() implements Ending {}

  /// It is safe among the dead letters.
  record Parked() implements Ending {}

  /// It is in the waiting room, until after that time.
  record PutOff(Duration after) implements Ending {}

  /// Nothing came of it and nothing was written: the database or NATS is away, or another process
  /// has the consumer.
  record Undecided(Duration after) implements Ending {}
}
