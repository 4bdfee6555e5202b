package dev.orrery.kit.access;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who asks, and in which organizations the viewer has which role. What is not named here is
/// denied.
///
/// @param subject the id of the user or service account, as written in audit records and events
/// @param platform whether the viewer operates the platform itself: every organization, every role
/// @param scope the most that the viewer's token may be used for; null when for everything
public record Viewer(
    String subject, Map<UUID, Role> roles, boolean platform, @Nullable Scope scope) {

  public Viewer {
    roles = Map.copyOf(roles);
  }

  /// One whose token is good for everything.
  public Viewer(String subject, Map<UUID, Role> roles, boolean platform) {
    this(subject, roles, platform, null);
  }

  /// A token of limited scope does not change anything by its bearer's roles.
  public boolean may(Role needed, UUID organization) {
    if (scope != null && needed != Role.VIEWER) {
      return false;
    }
    if (platform) {
      return true;
    }
    @Nullable Role held = roles.get(organization);
    return held != null && held.includes(needed);
  }

  /// The organizations whose resources the viewer may see; meaningless for [#platform] viewers, who
  /// see all.
  public Set<UUID> organizations() {
    return roles.keySet();
  }
}
