package dev.orrery.gateway.composition.supergraph;

import dev.orrery.gateway.composition.sdl.AppliedDirective;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A custom scalar; the five of GraphQL itself are not part of the model.
public record ScalarType(
    String name,
    @Nullable String description,
    List<JoinType> joins,
    List<AppliedDirective> directives)
    implements SupergraphType {
  public ScalarType {
    joins = List.copyOf(joins);
    directives = List.copyOf(directives);
  }
}
