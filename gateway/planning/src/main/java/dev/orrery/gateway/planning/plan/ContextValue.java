package dev.orrery.gateway.planning.plan;

import java.util.List;

/// A value that a field takes from an enclosing object (`@fromContext`). Objects whose values
/// differ cannot share one `_entities` call.
///
/// @param variable the variable of the fetch document that takes the value
/// @param type the variable's type in the subgraph
/// @param ancestorDepth how many elements of the [FetchPath] lead to the enclosing object
/// @param selections where the value lies inside that object; the first whose types fit applies
public record ContextValue(
    String variable, String type, int ancestorDepth, List<ContextSelection> selections) {
  public ContextValue {
    selections = List.copyOf(selections);
  }

  /// One way to the value.
  ///
  /// @param onTypes object types of the enclosing object, sorted; empty means any
  /// @param steps from the enclosing object to the value; `EveryItem` makes the value a list
  public record ContextSelection(List<String> onTypes, List<PathElement> steps) {
    public ContextSelection {
      onTypes = onTypes.stream().sorted().toList();
      steps = List.copyOf(steps);
    }
  }
}
