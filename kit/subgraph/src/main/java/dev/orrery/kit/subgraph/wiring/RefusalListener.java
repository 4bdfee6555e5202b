package dev.orrery.kit.subgraph.wiring;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.subgraph.error.DomainError;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Hears of every change that somebody asked for and was refused, after its transaction was rolled
/// back.
@FunctionalInterface
public interface RefusalListener {

  /// Runs before the client is answered, and may block.
  ///
  /// @param input the mutation's input as given; it may hold secrets
  void refused(
      Viewer viewer, String mutation, Map<String, @Nullable Object> input, DomainError why);
}
