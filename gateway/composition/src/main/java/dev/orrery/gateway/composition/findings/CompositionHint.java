package dev.orrery.gateway.composition.findings;

import java.util.List;

/// Something that composes and yet may not be what was meant.
///
/// @param coordinates schema coordinates, as in an error
public record CompositionHint(
    HintCode code,
    String message,
    List<String> subgraphs,
    List<String> coordinates,
    List<SourceLocation> locations) {
  public CompositionHint {
    subgraphs = List.copyOf(subgraphs);
    coordinates = List.copyOf(coordinates);
    locations = List.copyOf(locations);
  }

  @Override
  public String toString() {
    return code + ": " + message;
  }
}
