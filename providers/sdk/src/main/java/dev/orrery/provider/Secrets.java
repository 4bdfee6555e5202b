package dev.orrery.provider;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The secrets that came with an order, opened. Hand them to the back end and forget them: it
/// prints none of them, and neither may you, in no outcome, log or file.
public final class Secrets {
  private static final int SHORTEST_GUARDED = 6;
  private static final Secrets NONE = new Secrets(Map.of());

  private final Map<String, String> values;

  private Secrets(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /// No secret at all.
  public static Secrets none() {
    return NONE;
  }

  /// @param values by their names
  public static Secrets of(Map<String, String> values) {
    return values.isEmpty() ? NONE : new Secrets(values);
  }

  /// What they are called; that is no secret.
  public Set<String> names() {
    return values.keySet();
  }

  /// The secret of that name.
  public Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /// Whether one of them can be read in the text. Shorter ones than six characters are found
  /// everywhere, and not looked for.
  public boolean areIn(String text) {
    return values.values().stream()
        .anyMatch(value -> value.length() >= SHORTEST_GUARDED && text.contains(value));
  }

  @Override
  public String toString() {
    return "Secrets" + names();
  }
}
