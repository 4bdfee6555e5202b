package dev.orrery.kit.access;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What somebody wants to do something to: where it lies, as far as rights go.
///
/// @param project null when it belongs to none
/// @param resource null when there is none yet, as in a creation
/// @param labels what conditions of bindings may ask for
public record Target(
    UUID organization,
    @Nullable UUID project,
    @Nullable UUID resource,
    Map<String, String> labels) {

  public Target {
    labels = Map.copyOf(labels);
  }

  /// The organization as a whole, or something new in it.
  public static Target in(UUID organization) {
    return new Target(organization, null, null, Map.of());
  }

  /// The project as a whole, or something new in it; `project` may be null.
  public static Target in(UUID organization, @Nullable UUID project) {
    return new Target(organization, project, null, Map.of());
  }
}
