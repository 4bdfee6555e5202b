package dev.orrery.kit.database;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// PostgreSQL text with named parameters (`:id`), so that no value is ever pasted into a statement.
///
/// The driver infers a parameter's type from its place. Where that place is `jsonb` or `inet`,
/// write `cast(cast(:x as text) as jsonb)`: a single cast would make the driver send the text as a
/// JSON string.
public record Sql(String text, Map<String, @Nullable Object> parameters) {

  public Sql {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  public static Sql of(String text) {
    return new Sql(text, Map.of());
  }

  public Sql with(String name, @Nullable Object value) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>(parameters);
    more.put(name, value);
    return new Sql(text, more);
  }

  /// This statement followed by another fragment; the fragment's parameters must have names of
  /// their own.
  public Sql append(Sql fragment) {
    Map<String, @Nullable Object> both = new LinkedHashMap<>(parameters);
    fragment.parameters.forEach((name, value) -> {
      if (both.containsKey(name)) {
        throw new IllegalArgumentException("two fragments both use the parameter :" + name);
      }
      both.put(name, value);
    });
    return new Sql(text + " " + fragment.text, both);
  }

  public Sql append(String fragment) {
    return new Sql(text + " " + fragment, parameters);
  }
}
