package dev.orrery.gateway.composition.subgraph;

import dev.orrery.gateway.composition.findings.Findings.Place;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A directive that a subgraph defines.
public record DirectiveDeclaration(
    String name,
    @Nullable String description,
    Map<String, SubgraphInput> arguments,
    boolean repeatable,
    List<String> locations,
    Place place) {
  public DirectiveDeclaration {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    locations = List.copyOf(locations);
  }
}
