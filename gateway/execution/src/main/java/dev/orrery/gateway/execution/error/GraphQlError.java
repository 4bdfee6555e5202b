package dev.orrery.gateway.execution.error;

import dev.orrery.gateway.execution.json.JsonOutput;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One entry of `errors`.
///
/// @param path response keys and list positions; empty when the error belongs to no field
/// @param locations places in the client's document; empty when there are none
/// @param extensions JSON values, always with `code`
public record GraphQlError(
    String message,
    List<Object> path,
    List<Location> locations,
    Map<String, @Nullable Object> extensions) {
  public GraphQlError {
    path = List.copyOf(path);
    locations = List.copyOf(locations);
    extensions = Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
  }

  /// @param line counted from 1
  /// @param column counted from 1
  public record Location(int line, int column) {}

  public static GraphQlError of(ErrorCode code, String message) {
    return new GraphQlError(message, List.of(), List.of(), Map.of("code", code.name()));
  }

  public static GraphQlError at(List<Object> path, ErrorCode code, String message) {
    return new GraphQlError(message, path, List.of(), Map.of("code", code.name()));
  }

  public GraphQlError with(String extension, Object value) {
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(extensions);
    changed.put(extension, value);
    return new GraphQlError(message, path, locations, changed);
  }

  /// The same at another place of the response.
  public GraphQlError movedTo(List<Object> place) {
    return new GraphQlError(message, place, locations, extensions);
  }

  /// The value of `extensions.code`.
  public String code() {
    return String.valueOf(extensions.get("code"));
  }

  /// Whether this error explains a null at the place: it happened there, above or below.
  public boolean explains(List<Object> place) {
    int shared = Math.min(path.size(), place.size());
    return shared > 0 && path.subList(0, shared).equals(place.subList(0, shared));
  }

  public void writeTo(JsonOutput out) {
    out.raw("{\"message\":").string(message);
    if (!locations.isEmpty()) {
      out.raw(",\"locations\":[");
      for (int i = 0; i < locations.size(); i++) {
        Location location = locations.get(i);
        out.raw(i == 0 ? "{\"line\":" : ",{\"line\":")
            .raw(Integer.toString(location.line))
            .raw(",\"column\":")
            .raw(Integer.toString(location.column))
            .write('}');
      }
      out.write(']');
    }
    if (!path.isEmpty()) {
      out.raw(",\"path\":").value(path);
    }
    out.raw(",\"extensions\":").value(extensions).write('}');
  }

  /// The array of all of them.
  public static void writeAll(List<GraphQlError> errors, JsonOutput out) {
    out.write('[');
    for (int i = 0; i < errors.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      errors.get(i).writeTo(out);
    }
    out.write(']');
  }
}
