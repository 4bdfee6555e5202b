package dev.orrery.handlers.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Jobs that could not be gone on with, each left alone for a while: whoever takes the most urgent
/// one first would otherwise take the same one for ever, and no other.
final class SetAside {
  private final Duration time;
  private final Map<UUID, Instant> until = new HashMap<>();

  SetAside(Duration time) {
    this.time = time;
  }

  void add(UUID job, Instant now) {
    until.put(job, now.plus(time));
  }

  Set<UUID> at(Instant now) {
    until.values().removeIf(end -> !end.isAfter(now));
    return Set.copyOf(until.keySet());
  }
}
