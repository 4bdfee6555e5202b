package dev.orrery.gateway.composition.sdl;

import java.util.Map;
import java.util.Set;

/// What values a type takes that clients send, the built-in scalars aside.
public sealed interface InputShape {
  /// One of the names of an enum.
  record OneOf(Set<String> values) implements InputShape {}

  /// An object with these fields.
  record Fields(Map<String, Field> byName) implements InputShape {}

  /// A custom scalar: its own server alone knows.
  record Anything() implements InputShape {}

  /// @param required no value is no choice: the type has no null, and there is no default
  record Field(TypeRef type, boolean required) {}
}
