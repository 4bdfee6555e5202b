package dev.orrery.kit.access;

import dev.orrery.kit.access.policy.Visible;
import dev.orrery.kit.database.SessionReach;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who asks, and what that one may do. What is granted nowhere is denied.
public final class Viewer {
  private final String subject;
  // Nobody decides about operators.
  private final @Nullable Rights rights;

  private Viewer(String subject, @Nullable Rights rights) {
    this.subject = subject;
    this.rights = rights;
  }

  public static Viewer of(String subject, Rights rights) {
    return new Viewer(subject, rights);
  }

  /// Somebody who operates the platform itself: every organization, every action.
  public static Viewer operator(String subject) {
    return new Viewer(subject, null);
  }

  /// The id of the user or service account, as written in audit records and events.
  public String subject() {
    return subject;
  }

  /// Whether the viewer operates the platform itself.
  public boolean platform() {
    return rights == null;
  }

  /// Whether the viewer's token was made for some actions only: then it changes nothing of the
  /// viewer's own, and makes no other token.
  public boolean limited() {
    return rights != null && rights.limited();
  }

  /// The revision of the policy by which it is decided now what the viewer may do; 0 where the
  /// policy does not decide.
  public long policyRevision() {
    return rights == null ? 0 : rights.policyRevision();
  }

  /// @param action as in `schemas/actions/`: `instance.start`
  public boolean may(String action, Target target) {
    return rights == null || rights.may(action, target);
  }

  /// Everything that the viewer may do an action to.
  public Visible visible(String action) {
    return rights == null ? new Visible.Everything() : rights.visible(action);
  }

  /// What the viewer's sessions with a database reach: the organizations in which the viewer has
  /// anything at all.
  public SessionReach reach() {
    return rights == null ? SessionReach.everywhere(subject) : rights.reach(subject);
  }

  /// The organizations of which the viewer may do an action to everything; meaningless for
  /// [#platform] viewers, who may anywhere.
  public Set<UUID> wholeOrganizations(String action) {
    return rights == null ? Set.of() : rights.wholeOrganizations(action);
  }
}
