package dev.orrery.kit.access;

import dev.orrery.kit.access.policy.Visible;
import dev.orrery.kit.database.SessionReach;
import java.util.Set;
import java.util.UUID;

/// What a token that was made for some actions leaves of its bearer's rights.
record ScopedRights(Rights all, Scope scope) implements Rights {

  @Override
  public boolean may(String action, Target target) {
    return scope.allows(action) && all.may(action, target);
  }

  @Override
  public Visible visible(String action) {
    return scope.allows(action) ? all.visible(action) : new Visible.Nothing();
  }

  @Override
  public Set<UUID> wholeOrganizations(String action) {
    return scope.allows(action) ? all.wholeOrganizations(action) : Set.of();
  }

  @Override
  public long policyRevision() {
    return all.policyRevision();
  }

  @Override
  public SessionReach reach(String subject) {
    return all.reach(subject);
  }

  @Override
  public boolean limited() {
    return true;
  }
}
