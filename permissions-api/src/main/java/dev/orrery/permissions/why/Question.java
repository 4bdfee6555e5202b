package dev.orrery.permissions.why;

import dev.orrery.kit.access.Target;
import dev.orrery.kit.ids.TypeId;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Whether something can be done with something.
///
/// @param action type and verb: `instance.start`
/// @param project where the resource lies, if in one; the target itself without a resource
/// @param resource a single resource of any service
record Question(
    String action, UUID organization, @Nullable UUID project, @Nullable String resource) {

  Target where() {
    return new Target(
        organization, project, resource == null ? null : TypeId.parse(resource).uuid(), Map.of());
  }

  /// What is asked about, in words.
  String target() {
    if (resource != null) {
      return resource;
    }
    return project != null
        ? new TypeId("proj", project).toString()
        : new TypeId("org", organization).toString();
  }
}
