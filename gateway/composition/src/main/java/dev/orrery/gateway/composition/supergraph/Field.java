package dev.orrery.gateway.composition.supergraph;

import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.sdl.TypeRef;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A field of an object or an interface.
///
/// @param joins one entry for each subgraph that declares the field; empty when none does directly,
///   because an interface object adds it to this type (ask the interface then)
public record Field(
    String name,
    @Nullable String description,
    Map<String, InputValue> arguments,
    TypeRef type,
    List<JoinField> joins,
    List<AppliedDirective> directives) {
  public Field {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    joins = List.copyOf(joins);
    directives = List.copyOf(directives);
  }

  /// This field with these directives instead of its own.
  public Field with(List<AppliedDirective> otherDirectives) {
    return new Field(name, description, arguments, type, joins, otherDirectives);
  }

  public Optional<JoinField> in(String subgraph) {
    return joins.stream().filter(join -> join.subgraph().equals(subgraph)).findFirst();
  }
}
