package dev.orrery.kit.access;

import dev.orrery.kit.access.policy.Visible;
import dev.orrery.kit.database.SessionReach;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What one viewer may do, as of the moment of a request.
public interface Rights {

  boolean may(String action, Target target);

  /// Everything that the viewer may do an action to.
  Visible visible(String action);

  /// The organizations of which the viewer may do an action to everything, whatever comes.
  Set<UUID> wholeOrganizations(String action);

  /// The revision of the policy that answers come from at least; 0 when they come from none.
  default long policyRevision() {
    return 0;
  }

  /// What a session of the one who has them reaches: the organizations in which there is any right
  /// at all, whatever to.
  SessionReach reach(String subject);

  /// Whether they are less than all that the policy gives to whoever has them.
  default boolean limited() {
    return false;
  }

  /// These rights, as far as a token may be used for them.
  ///
  /// @param scope null when the token was made for everything
  default Rights within(@Nullable Scope scope) {
    return scope == null ? this : new ScopedRights(this, scope);
  }
}
