package dev.orrery.kit.access.policy.model;

import dev.orrery.kit.access.Target;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What conditions mean.
final class Meaning {
  private Meaning() {}

  static boolean holds(@Nullable String condition, String subject, Target target, Instant now) {
    return condition == null;
  }
}
