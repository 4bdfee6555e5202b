package dev.orrery.gateway.composition.findings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Collects what the rules of one composition find; each finding once.
public final class Findings {
  private final List<CompositionError> errors = new ArrayList<>();
  private final List<CompositionHint> hints = new ArrayList<>();

  public void error(ErrorCode code, String message, String coordinate, Collection<Place> places) {
    error(code, message, coordinate, places, code.help());
  }

  public void error(
      ErrorCode code, String message, String coordinate, Collection<Place> places, String help) {
    var error =
        new CompositionError(
            code, message, subgraphs(places), List.of(coordinate), locations(places), help);
    if (!errors.contains(error)) {
      errors.add(error);
    }
  }

  public void hint(HintCode code, String message, String coordinate, Collection<Place> places) {
    var hint =
        new CompositionHint(
            code, message, subgraphs(places), List.of(coordinate), locations(places));
    if (!hints.contains(hint)) {
      hints.add(hint);
    }
  }

  public boolean failed() {
    return !errors.isEmpty();
  }

  public List<CompositionError> errors() {
    return List.copyOf(errors);
  }

  public List<CompositionHint> hints() {
    return List.copyOf(hints);
  }

  private static List<String> subgraphs(Collection<Place> places) {
    return places.stream().map(Place::subgraph).distinct().toList();
  }

  private static List<SourceLocation> locations(Collection<Place> places) {
    return places.stream()
        .filter(place -> place.line() > 0)
        .map(place -> new SourceLocation(place.subgraph(), place.line(), place.column()))
        .distinct()
        .toList();
  }

  /// Where a rule looked: a subgraph, and a line in it unless `line` is 0.
  public record Place(String subgraph, int line, int column) {
    public static Place in(String subgraph) {
      return new Place(subgraph, 0, 0);
    }
  }
}
