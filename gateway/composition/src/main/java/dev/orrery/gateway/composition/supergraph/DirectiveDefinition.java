package dev.orrery.gateway.composition.supergraph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A directive that the supergraph defines for its users or for a linked spec; those of `join` and
/// `link` are not part of the model.
public record DirectiveDefinition(
    String name,
    @Nullable String description,
    Map<String, InputValue> arguments,
    boolean repeatable,
    List<String> locations) {
  public DirectiveDefinition {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    locations = List.copyOf(locations);
  }
}
