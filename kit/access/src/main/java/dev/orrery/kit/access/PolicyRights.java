package dev.orrery.kit.access;

import dev.orrery.kit.access.policy.Asker;
import dev.orrery.kit.access.policy.PolicyIndex;
import dev.orrery.kit.access.policy.Visible;
import dev.orrery.kit.database.SessionReach;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/// The rights that the policy gives.
public final class PolicyRights implements Rights {
  private final PolicyIndex policy;
  private final String subject;
  private final Asker asker;
  private final Instant now;

  /// @param now when the request came: what expires while it is answered still counts
  public PolicyRights(PolicyIndex policy, String subject, Instant now) {
    this.policy = policy;
    this.subject = subject;
    this.asker = policy.asker(subject);
    this.now = now;
  }

  @Override
  public boolean may(String action, Target target) {
    return asker.check(action, target, now);
  }

  @Override
  public Visible visible(String action) {
    return policy.visible(subject, action, now);
  }

  @Override
  public long policyRevision() {
    return policy.revision();
  }

  @Override
  public Set<UUID> wholeOrganizations(String action) {
    return switch (visible(action)) {
      case Visible.Nothing _ -> Set.of();
      case Visible.Some some -> some.always().organizations();
      case Visible.Everything _ ->
          throw new IllegalStateException("the policy gives nobody everything");
    };
  }

  @Override
  public SessionReach reach(String asking) {
    return policy
        .organizations(subject, now)
        .map(some -> SessionReach.of(asking, some))
        .orElseGet(() -> SessionReach.everywhere(asking));
  }
}
