package dev.orrery.kit.access.policy;

import dev.orrery.kit.access.Target;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One who may ask several times. Who that is, and all that one has, is looked up once for each
/// state of the policy; each answer is of the newest state, as [PolicyIndex#check] gives it.
public final class Asker {
  private final PolicyIndex policy;
  private final String subject;

  /// Racing readers write equal values.
  private Snapshot.@Nullable Known known;

  Asker(PolicyIndex policy, String subject) {
    this.policy = policy;
    this.subject = subject;
  }

  /// Whether the one who asks may do `action` to `target`.
  public boolean check(String action, Target target, Instant now) {
    Snapshot newest = policy.snapshot();
    Snapshot.@Nullable Known current = known;
    if (current == null || current.policy() != newest) {
      current = newest.known(subject);
      known = current;
    }
    return newest.check(current, action, target, now);
  }
}
