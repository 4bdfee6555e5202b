package dev.orrery.gateway.composition.findings;

import java.util.List;

/// Why the subgraphs do not compose.
///
/// @param coordinates schema coordinates of what is wrong: `Type`, `Type.field`,
///   `Type.field(argument:)` or `@directive`
/// @param locations where in the subgraphs' SDLs that is
/// @param help how to mend it
public record CompositionError(
    ErrorCode code,
    String message,
    List<String> subgraphs,
    List<String> coordinates,
    List<SourceLocation> locations,
    String help) {
  public CompositionError {
    subgraphs = List.copyOf(subgraphs);
    coordinates = List.copyOf(coordinates);
    locations = List.copyOf(locations);
  }

  @Override
  public String toString() {
    return code + ": " + message;
  }
}
