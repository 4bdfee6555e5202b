package dev.orrery.gateway.execution.operation;

import dev.orrery.gateway.execution.error.GraphQlError;
import dev.orrery.gateway.planning.plan.QueryPlan;
import org.jspecify.annotations.Nullable;

/// Where plans come from.
@FunctionalInterface
public interface PlanSource {
  /// What planning came to.
  sealed interface Outcome {
    record Planned(QueryPlan plan) implements Outcome {}

    /// The operation is valid, but no plan answers it.
    record Unplanned(GraphQlError error) implements Outcome {}
  }

  /// Plans an operation that was validated before. May take a while: it is called on threads that
  /// may block.
  Outcome plan(String document, @Nullable String operationName);
}
