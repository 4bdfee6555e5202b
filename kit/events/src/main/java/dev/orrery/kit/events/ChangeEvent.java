package dev.orrery.kit.events;

import dev.orrery.kit.ids.TypeId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A change of a resource, as a handler gets it.
///
/// @param <S> the handler's own view of the resource: a record with the fields it needs; others are
///   ignored, so that a service may add fields without asking its followers
/// @param id identifies the event; the same in every redelivery and replay
/// @param type the kind of resource, `instance`
/// @param verb what happened, `created`
/// @param version the resource's version: 1, 2, 3, without a gap per resource
/// @param before null when created
/// @param after null when deleted
/// @param changed names of the fields that differ; `version` and `updatedAt` go without saying
/// @param organization null for what belongs to the platform
/// @param policyRevision the revision of the policy that the change was decided by; 0 when none was
public record ChangeEvent<S>(
    String id,
    String source,
    String type,
    String verb,
    Instant time,
    TypeId resource,
    long version,
    @Nullable S before,
    @Nullable S after,
    Set<String> changed,
    String actor,
    @Nullable TypeId organization,
    @Nullable TypeId project,
    List<TypeId> related,
    Traceparent trace,
    long policyRevision) {

  /// Whether anything differs of what the handler reads; so it does in what was created or deleted.
  boolean isNews() {
    return !Objects.equals(before, after);
  }

  /// The resource as the event leaves it, or as it last was when it is gone.
  public S snapshot() {
    if (after != null) {
      return after;
    }
    if (before != null) {
      return before;
    }
    throw new IllegalStateException("event %s carries no snapshot".formatted(id));
  }
}
