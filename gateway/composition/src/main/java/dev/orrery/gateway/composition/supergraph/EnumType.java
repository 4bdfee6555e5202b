package dev.orrery.gateway.composition.supergraph;

import dev.orrery.gateway.composition.sdl.AppliedDirective;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// @param values by name, in the supergraph's order
public record EnumType(
    String name,
    @Nullable String description,
    List<JoinType> joins,
    Map<String, EnumValue> values,
    List<AppliedDirective> directives)
    implements SupergraphType {
  public EnumType {
    joins = List.copyOf(joins);
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    directives = List.copyOf(directives);
  }
}
