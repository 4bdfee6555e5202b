package dev.orrery.kit.subgraph.resource;

import dev.orrery.kit.ids.TypeId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A resource as the public sees it at one version: the source of its GraphQL fields and the body
/// of its events.
///
/// Values are what JSON has: texts, numbers, booleans, lists, maps and `null`; references are the
/// ids' text, moments are RFC 3339. Keys are the names of the graph's fields.
public record Snapshot(Map<String, @Nullable Object> values) {

  public Snapshot {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /// Reads a snapshot back from the JSON of an earlier answer.
  static Snapshot ofJson(JsonObject json) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    json.forEach(member -> values.put(member.getKey(), plain(member.getValue())));
    return new Snapshot(values);
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case JsonObject object -> object.getMap();
      case JsonArray array -> array.getList();
      case null, default -> value;
    };
  }

  public static Snapshot begin() {
    return new Snapshot(Map.of());
  }

  /// This snapshot with one more field; enums and moments become their text.
  public Snapshot value(String field, @Nullable Object value) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>(values);
    more.put(
        field,
        value instanceof Enum<?> || value instanceof java.time.Instant ? value.toString() : value);
    return new Snapshot(more);
  }

  public Snapshot reference(String field, String prefix, @Nullable UUID id) {
    return value(field, id == null ? null : new TypeId(prefix, id).toString());
  }

  public TypeId id() {
    return TypeId.parse(text("id"));
  }

  public long version() {
    return ((Number) Objects.requireNonNull(values.get("version"))).longValue();
  }

  /// A field that is never `null`, as text.
  public String text(String field) {
    return String.valueOf(Objects.requireNonNull(values.get(field), field));
  }

  /// The id in a reference that is never `null`, whether it is bare or in an object.
  public TypeId referenceTo(String field) {
    Object reference = Objects.requireNonNull(values.get(field), field);
    Object id = reference instanceof Map<?, ?> copy ? copy.get("id") : reference;
    return TypeId.parse(String.valueOf(id));
  }

  public @Nullable Object get(String field) {
    return values.get(field);
  }

  /// The names of the fields that differ, in alphabetical order; version and time of change always
  /// differ and are left out.
  public Set<String> differences(Snapshot other) {
    Set<String> names = new TreeSet<>();
    values.forEach((field, value) -> {
      if (!Objects.equals(value, other.values.get(field))) {
        names.add(field);
      }
    });
    names.remove("version");
    names.remove("updatedAt");
    return names;
  }
}
