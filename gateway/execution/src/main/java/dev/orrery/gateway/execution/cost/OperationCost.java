package dev.orrery.gateway.execution.cost;

import dev.orrery.gateway.execution.error.ErrorCode;
import dev.orrery.gateway.execution.error.GraphQlError;
import dev.orrery.gateway.planning.plan.OperationKind;
import graphql.language.Document;
import graphql.language.FragmentDefinition;
import graphql.language.Node;
import graphql.language.OperationDefinition;
import graphql.language.VariableDefinition;
import graphql.language.VariableReference;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Judges one operation by what it would cost. Kept with the prepared operation; only where
/// variables say how much is wanted is there anything to do for a request.
public final class OperationCost {
  /// Of an operation that nobody judges.
  public static final OperationCost FREE = new OperationCost();

  private final @Nullable CostRules rules;
  private final CostLimits limits;
  private final OperationKind kind;
  private final @Nullable OperationDefinition operation;
  private final Map<String, FragmentDefinition> fragments = new HashMap<>();
  private final boolean varies;
  private final @Nullable GraphQlError always;

  private OperationCost() {
    this.rules = null;
    this.limits = CostLimits.STANDARD;
    this.kind = OperationKind.QUERY;
    this.operation = null;
    this.varies = false;
    this.always = null;
  }

  private OperationCost(
      CostRules rules,
      CostLimits limits,
      OperationKind kind,
      Document document,
      OperationDefinition operation) {
    this.rules = rules;
    this.limits = limits;
    this.kind = kind;
    this.operation = operation;
    document
        .getDefinitionsOfType(FragmentDefinition.class)
        .forEach(fragment -> fragments.put(fragment.getName(), fragment));
    this.varies =
        usesVariables(operation)
            || fragments.values().stream().anyMatch(OperationCost::usesVariables);
    this.always = varies ? null : judge(Map.of());
  }

  /// @param document valid, and without cycles of fragments
  public static OperationCost of(
      CostRules rules, CostLimits limits, Document document, OperationDefinition operation) {
    if (limits.isNone()) {
      return FREE;
    }
    OperationKind kind =
        switch (operation.getOperation()) {
          case QUERY -> OperationKind.QUERY;
          case MUTATION -> OperationKind.MUTATION;
          case SUBSCRIPTION -> OperationKind.SUBSCRIPTION;
        };
    return new OperationCost(rules, limits, kind, document, operation);
  }

  private static boolean usesVariables(Node<?> node) {
    return node instanceof VariableReference
        || (!(node instanceof VariableDefinition)
            && node.getChildren().stream().anyMatch(child -> usesVariables((Node<?>) child)));
  }

  /// Why a request is refused; null when it is not.
  ///
  /// @param variables as the client sent them, checked
  public @Nullable GraphQlError refusal(Map<String, @Nullable Object> variables) {
    return varies ? judge(variables) : always;
  }

  private @Nullable GraphQlError judge(Map<String, @Nullable Object> variables) {
    if (rules == null || operation == null) {
      return null;
    }
    Map<String, @Nullable Object> values = new HashMap<>();
    for (VariableDefinition variable : operation.getVariableDefinitions()) {
      if (variable.getDefaultValue() != null) {
        values.put(variable.getName(), variable.getDefaultValue());
      }
    }
    values.putAll(variables);
    try {
      double cost =
          new CostEstimate(rules, limits, fragments, values)
                  .of(rules.rootType(kind), operation.getSelectionSet())
              + (kind == OperationKind.MUTATION ? 10 : 0);
      return limits.cost() == 0 || cost <= limits.cost()
          ? null
          : GraphQlError.of(
                  ErrorCode.COST_ESTIMATED_TOO_EXPENSIVE,
                  "The operation is estimated to cost %.0f, %d are allowed."
                      .formatted(cost, limits.cost()))
              .with("cost", Map.of("estimated", Math.round(cost), "max", limits.cost()));
    } catch (CostEstimate.Refused refused) {
      return refused.error();
    }
  }
}
