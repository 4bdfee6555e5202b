package dev.orrery.gateway.execution.operation;

import dev.orrery.gateway.execution.error.ErrorCode;
import dev.orrery.gateway.execution.error.GraphQlError;
import dev.orrery.gateway.planning.PlanCache;
import dev.orrery.gateway.planning.PlanResult;
import dev.orrery.gateway.planning.PlanningOptions;
import dev.orrery.gateway.planning.QueryPlanner;
import dev.orrery.gateway.planning.access.Requirement;
import dev.orrery.gateway.planning.plan.QueryPlan;
import java.util.Set;
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
  ///
  /// @param labels those of the progressive overrides that hold
  /// @param unmet the requirements of access that the viewer does not meet
  Outcome plan(
      String document, @Nullable String operationName, Set<String> labels, Set<Requirement> unmet);

  /// Which requirements make a difference to an operation that was validated before.
  default Set<Requirement> guarding(String document, @Nullable String operationName) {
    return Set.of();
  }

  /// The planner's plans, kept. Documents that ask for the same in other words share one.
  static PlanSource of(QueryPlanner planner, QueryPlanner.Limits limits, int most) {
    PlanCache cache = new PlanCache(most, limits);
    return new PlanSource() {
      @Override
      public Outcome plan(
          String document,
          @Nullable String operationName,
          Set<String> labels,
          Set<Requirement> unmet) {
        PlanningOptions options = new PlanningOptions(labels, unmet);
        PlanResult result =
            document.length() <= Preparations.LONGEST_KEPT
                ? cache.plan(planner, document, operationName, options)
                : planner.plan(document, operationName, options, limits);
        return outcome(result);
      }

      @Override
      public Set<Requirement> guarding(String document, @Nullable String operationName) {
        return cache.guarding(planner, document, operationName);
      }
    };
  }

  private static Outcome outcome(PlanResult result) {
    return switch (result) {
      case PlanResult.Planned(var plan) -> new Outcome.Planned(plan);
      case PlanResult.Refused refused ->
          new Outcome.Unplanned(
              GraphQlError.of(code(refused.code()), "No plan: %s.".formatted(refused.message())));
    };
  }

  private static ErrorCode code(PlanResult.Code code) {
    return switch (code) {
      case GRAPHQL_PARSE_FAILED -> ErrorCode.GRAPHQL_PARSE_FAILED;
      case GRAPHQL_VALIDATION_FAILED -> ErrorCode.GRAPHQL_VALIDATION_FAILED;
      case OPERATION_RESOLUTION_FAILURE -> ErrorCode.OPERATION_RESOLUTION_FAILURE;
      case NO_PLAN -> ErrorCode.NO_PLAN;
      case PLAN_TOO_COMPLEX -> ErrorCode.PLAN_TOO_COMPLEX;
    };
  }
}
