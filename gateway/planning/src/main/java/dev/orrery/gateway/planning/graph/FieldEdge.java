package dev.orrery.gateway.planning.graph;

import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.sdl.TypeRef;
import dev.orrery.gateway.composition.supergraph.JoinField.ContextArgument;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A field as one subgraph has it.
///
/// @param external the subgraph knows the field but answers it only where a `@provides` says so
/// @param taken another subgraph took the field over for good
/// @param gate the label of a progressive override that decides whether this subgraph answers
public record FieldEdge(
    String parentType,
    String name,
    String subgraph,
    TypeRef type,
    boolean composite,
    boolean external,
    boolean taken,
    @Nullable FieldSet requires,
    FieldSet provides,
    @Nullable Gate gate,
    List<ContextArgument> contextArguments) {

  /// Open while the label is active, or (`whenActive` false) while it is not.
  public record Gate(String label, boolean whenActive) {
    boolean open(Set<String> activeLabels) {
      return activeLabels.contains(label) == whenActive;
    }
  }

  /// Whether the field needs more than the object: it is then reached by an entity call that brings
  /// it.
  public boolean needsInput() {
    return requires != null || !contextArguments.isEmpty();
  }

  /// Whether the subgraph is the one to ask, inputs aside.
  public boolean answers(Set<String> activeLabels) {
    return !external && !taken && (gate == null || gate.open(activeLabels));
  }

  /// The type of the value by the subgraph's own schema.
  public String target() {
    return type.baseName();
  }
}
