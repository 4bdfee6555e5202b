package dev.orrery.gateway.planning.random;

import java.util.Map;

/// @param text a whole document
/// @param variables as JSON values; some that have defaults, or may be null, are missing
public record RandomOperation(String text, Map<String, Object> variables) {
  /// Whether it asks for something only under a condition.
  public boolean isConditional() {
    return text.contains("@skip") || text.contains("@include");
  }

  RandomOperation withText(String changed) {
    return new RandomOperation(changed, variables);
  }
}
