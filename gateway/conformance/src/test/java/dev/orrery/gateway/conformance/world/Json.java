package dev.orrery.gateway.conformance.world;

import dev.orrery.gateway.execution.json.JsonOutput;
import org.jspecify.annotations.Nullable;

/// Values as text.
final class Json {
  private Json() {}

  static String text(@Nullable Object value) {
    return new JsonOutput(128).value(value).toString();
  }
}
