package dev.orrery.gateway.composition.supergraph;

import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.sdl.Literal;
import dev.orrery.gateway.composition.sdl.TypeRef;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An argument, or a field of an input type.
///
/// @param typeIn for a field of an input type, its type in each subgraph that has it, by name;
///   empty for an argument, which every subgraph of its field has
public record InputValue(
    String name,
    @Nullable String description,
    TypeRef type,
    @Nullable Literal defaultValue,
    Map<String, TypeRef> typeIn,
    List<AppliedDirective> directives) {
  public InputValue {
    typeIn = Collections.unmodifiableMap(new LinkedHashMap<>(typeIn));
    directives = List.copyOf(directives);
  }

  /// Whether a value must be given.
  public boolean required() {
    return !type.nullable() && defaultValue == null;
  }
}
