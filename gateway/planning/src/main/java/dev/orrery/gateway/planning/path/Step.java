package dev.orrery.gateway.planning.path;

import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.planning.graph.FieldEdge;
import java.util.List;

/// How a path goes on.
public sealed interface Step {
  /// Asks a subgraph by a root field: at the root, or where the data tree holds a root type again.
  record Enter() implements Step {}

  /// Follows a field within the subgraph.
  ///
  /// @param internal for a requirement, not for the client
  record Follow(Slot slot, FieldEdge edge, boolean internal) implements Step {}

  /// Takes the `__typename` of the object.
  record TakeTypename(Slot slot) implements Step {}

  /// Calls `_entities` of a subgraph with what is known of the object.
  ///
  /// @param view the object type this is for, or the position's type when it is for every object
  /// @param target the type by the called subgraph's schema
  /// @param typename what the representation carries as `__typename`
  /// @param key the key in use
  record Jump(
      String view,
      String target,
      String typename,
      FieldSet key,
      List<RequiredField> input,
      List<Path> needs,
      List<ContextInput> context)
      implements Step {
    public Jump {
      input = List.copyOf(input);
      needs = List.copyOf(needs);
      context = List.copyOf(context);
    }
  }
}
