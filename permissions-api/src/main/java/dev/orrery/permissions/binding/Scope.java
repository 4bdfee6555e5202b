package dev.orrery.permissions.binding;

import dev.orrery.kit.ids.TypeId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where a role counts, and below: an organization, one of its projects, or a single resource in
/// either.
public record Scope(UUID organization, @Nullable UUID project, @Nullable TypeId resource) {

  public static Scope of(UUID organization) {
    return new Scope(organization, null, null);
  }

  boolean isOrganization() {
    return project == null && resource == null;
  }

  /// The id of the smallest part that is named.
  TypeId narrowest() {
    if (resource != null) {
      return resource;
    }
    return project != null ? new TypeId("proj", project) : new TypeId("org", organization);
  }
}
