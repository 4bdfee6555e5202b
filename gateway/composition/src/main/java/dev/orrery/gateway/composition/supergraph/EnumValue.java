package dev.orrery.gateway.composition.supergraph;

import dev.orrery.gateway.composition.sdl.AppliedDirective;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// @param subgraphs the names of those that have the value
public record EnumValue(
    String name,
    @Nullable String description,
    List<String> subgraphs,
    List<AppliedDirective> directives) {
  public EnumValue {
    subgraphs = List.copyOf(subgraphs);
    directives = List.copyOf(directives);
  }
}
