package dev.orrery.gateway.planning.path;

import java.util.List;

/// A value for an argument that comes from an enclosing object.
///
/// @param field the field that has the argument
/// @param type of the argument, by the subgraph's schema
/// @param ancestor where the value is taken
/// @param choices one for each way the selection may go
public record ContextInput(
    String field, String argument, String type, Position ancestor, List<Choice> choices) {
  public ContextInput {
    choices = List.copyOf(choices);
  }

  /// @param onTypes object types of the ancestor; empty for all
  /// @param slots from the ancestor to the value
  public record Choice(List<String> onTypes, List<Slot> slots) {
    public Choice {
      onTypes = List.copyOf(onTypes);
      slots = List.copyOf(slots);
    }
  }
}
