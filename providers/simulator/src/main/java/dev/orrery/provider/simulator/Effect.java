package dev.orrery.provider.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One change of the world: one line of `world.journal`. There is no other record of the world, so
/// what is not here did not happen, and what is here twice happened twice.
///
/// @param operationToken the order that caused it; null for what an operator did behind our back
/// @param machine how it left the machine; null when it is gone
record Effect(
    Instant at,
    What what,
    String resourceId,
    @Nullable String operationToken,
    @Nullable Machine machine) {

  enum What {
    CREATED,
    CHANGED,
    STARTED,
    STOPPED,
    ACTED,
    DELETED;

    /// The word of the verification protocol.
    String word() {
      return switch (this) {
        case CREATED -> "created";
        case CHANGED, STARTED, STOPPED -> "changed";
        case ACTED -> "acted";
        case DELETED -> "deleted";
      };
    }
  }

  static What between(@Nullable Machine before, @Nullable Machine after) {
    if (before == null) {
      return What.CREATED;
    }
    if (after == null) {
      return What.DELETED;
    }
    if (before.powerState() != after.powerState()) {
      return after.powerState() == PowerState.RUNNING ? What.STARTED : What.STOPPED;
    }
    var acted = after.lastAction() != null && !after.lastAction().equals(before.lastAction());
    return acted ? What.ACTED : What.CHANGED;
  }
}
