package dev.orrery.gateway.planning.operation;

import dev.orrery.gateway.planning.plan.OperationKind;
import dev.orrery.gateway.planning.plan.OperationVariable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An operation without fragments, constant conditions, and double fields.
///
/// @param introspection the root fields that the gateway answers by itself (`__schema`, `__type`),
///   as source text; empty when there are none
/// @param text equal for operations that ask the same, the name aside
public record NormalOperation(
    OperationKind kind,
    @Nullable String name,
    List<OperationVariable> variables,
    NormalObject root,
    Introspection introspection,
    String text) {
  public NormalOperation {
    variables = List.copyOf(variables);
  }

  /// The same with something else asked of the root.
  public NormalOperation withRoot(NormalObject changed) {
    return new NormalOperation(
        kind,
        name,
        variables,
        changed,
        introspection,
        OperationText.of(kind, variables, changed, introspection));
  }

  /// What the gateway answers about its own schema.
  public record Introspection(String document, List<String> variables) {
    public static final Introspection NONE = new Introspection("", List.of());

    public Introspection {
      variables = List.copyOf(variables);
    }

    public boolean isNone() {
      return document.isEmpty();
    }
  }
}
