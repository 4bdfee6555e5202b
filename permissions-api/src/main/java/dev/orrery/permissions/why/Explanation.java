package dev.orrery.permissions.why;

import java.util.List;
import java.util.Map;

/// Whether somebody may, in one sentence, and the steps from them to the resource; or what there is
/// that falls short.
record Explanation(boolean granted, String summary, List<String> steps) {

  static Explanation denied(String summary) {
    return new Explanation(false, summary, List.of());
  }

  Map<String, Object> values() {
    return Map.of("granted", granted, "summary", summary, "steps", steps);
  }
}
