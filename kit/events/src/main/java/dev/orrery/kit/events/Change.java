package dev.orrery.kit.events;

import dev.orrery.kit.ids.TypeId;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A change of one resource, as its service hands it to the [Outbox].
///
/// ```java
/// outbox.append(tx, Change.updated("instance", id, version, before, after)
///     .in(organization, project).by(viewer.id()).relatedTo(List.of(prefix)));
/// ```
///
/// @param type the kind of resource in one lower-case word: `instance`, `ipaddress`
/// @param verb what happened, in the past: `created`, `updated`, `deleted`, or a word of the type's
///   own
/// @param version the resource's version after the change, assigned under its row lock: 1 for the
///   first event, then without a gap
/// @param before the public snapshot before the change: a record or map; null only when created
/// @param after the public snapshot after the change; null only when deleted
/// @param actor who caused it: a user, a token, or a part of the house (`event-handlers`)
/// @param related ids of other resources that someone who follows those would want to hear of
public record Change(
    String type,
    String verb,
    TypeId resource,
    long version,
    @Nullable Object before,
    @Nullable Object after,
    @Nullable TypeId organization,
    @Nullable TypeId project,
    String actor,
    List<TypeId> related) {

  /// The actor of changes that nobody asked for in particular.
  public static final String SYSTEM = "system";

  /// @throws IllegalArgumentException when a version is below 1, or no snapshot is given
  public Change {
    Subjects.name(type);
    Subjects.name(verb);
    if (version < 1) {
      throw new IllegalArgumentException("versions start at 1, got " + version);
    }
    if (before == null && after == null) {
      throw new IllegalArgumentException("a change has a snapshot before it, after it, or both");
    }
    related = List.copyOf(related);
  }

  public static Change created(String type, TypeId resource, long version, Object after) {
    return of(type, "created", resource, version, null, after);
  }

  public static Change updated(
      String type, TypeId resource, long version, Object before, Object after) {
    return of(type, "updated", resource, version, before, after);
  }

  public static Change deleted(String type, TypeId resource, long version, Object before) {
    return of(type, "deleted", resource, version, before, null);
  }

  /// A change with a verb of the type's own: `started`, `reached`.
  public static Change of(
      String type,
      String verb,
      TypeId resource,
      long version,
      @Nullable Object before,
      @Nullable Object after) {
    return new Change(type, verb, resource, version, before, after, null, null, SYSTEM, List.of());
  }

  /// Whom the resource belongs to. Without it, the event belongs to the platform.
  public Change in(@Nullable TypeId organization, @Nullable TypeId project) {
    return new Change(
        type, verb, resource, version, before, after, organization, project, actor, related);
  }

  public Change by(String actor) {
    return new Change(
        type, verb, resource, version, before, after, organization, project, actor, related);
  }

  public Change relatedTo(Collection<TypeId> related) {
    return new Change(
        type,
        verb,
        resource,
        version,
        before,
        after,
        organization,
        project,
        actor,
        List.copyOf(related));
  }
}
