package dev.orrery.gateway.composition.supergraph;

import dev.orrery.gateway.composition.sdl.AppliedDirective;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// @param fields by name, in the supergraph's order
public record InputType(
    String name,
    @Nullable String description,
    List<JoinType> joins,
    Map<String, InputValue> fields,
    List<AppliedDirective> directives)
    implements SupergraphType {
  public InputType {
    joins = List.copyOf(joins);
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    directives = List.copyOf(directives);
  }
}
