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
public record Viewer(String subject, Map<UUID, Role> roles, boolean platform) {

  public Viewer {
    roles = Map.copyOf(roles);
  }

  public boolean may(Role needed, UUID organization) {
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
