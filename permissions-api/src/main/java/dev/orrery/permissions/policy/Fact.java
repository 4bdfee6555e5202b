package dev.orrery.permissions.policy;

import dev.orrery.kit.ids.TypeId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One thing that is so, or no longer: the body of `policy.<kind>.<id>`.
///
/// @param kind `organization`, `project`, `subject`, `group`, `role` or `binding`
/// @param version of what it is of
/// @param gone whether it is so no longer
public record Fact(
    String kind, TypeId id, long version, boolean gone, Map<String, @Nullable Object> members) {

  public Fact {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  public static Fact of(String kind, TypeId id, long version) {
    return new Fact(kind, id, version, false, Map.of());
  }

  /// This fact with one more member.
  public Fact with(String member, @Nullable Object value) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>(members);
    more.put(member, value);
    return new Fact(kind, id, version, gone, more);
  }

  /// That it is so no longer, since a version.
  public Fact goneAt(long last) {
    return new Fact(kind, id, last, true, Map.of());
  }

  String subject() {
    return "policy.%s.%s".formatted(kind, id);
  }

  Map<String, @Nullable Object> body(long revision, boolean more) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put(kind, id.toString());
    body.put("revision", revision);
    body.put("version", version);
    body.put("gone", gone);
    body.put("more", more);
    body.putAll(members);
    return body;
  }
}
