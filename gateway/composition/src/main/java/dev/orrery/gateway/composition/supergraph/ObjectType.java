package dev.orrery.gateway.composition.supergraph;

import dev.orrery.gateway.composition.sdl.AppliedDirective;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An object of the supergraph.
public record ObjectType(
    String name,
    @Nullable String description,
    List<JoinType> joins,
    List<String> interfaces,
    List<JoinImplements> implementations,
    Map<String, Field> fields,
    List<AppliedDirective> directives)
    implements CompositeType {
  public ObjectType {
    joins = List.copyOf(joins);
    interfaces = List.copyOf(interfaces);
    implementations = List.copyOf(implementations);
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    directives = List.copyOf(directives);
  }

  @Override
  public ObjectType with(Map<String, Field> otherFields, List<AppliedDirective> otherDirectives) {
    return new ObjectType(
        name, description, joins, interfaces, implementations, otherFields, otherDirectives);
  }
}
