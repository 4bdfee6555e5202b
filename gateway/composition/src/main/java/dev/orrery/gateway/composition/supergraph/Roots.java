package dev.orrery.gateway.composition.supergraph;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The names of the root types.
public record Roots(String query, @Nullable String mutation, @Nullable String subscription) {
  public boolean contains(String type) {
    return names().anyMatch(type::equals);
  }

  public Stream<String> names() {
    return Stream.of(
            query, mutation == null ? "" : mutation, subscription == null ? "" : subscription)
        .filter(name -> !name.isEmpty());
  }
}
