package dev.orrery.gateway.planning.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one operation is answered.
///
/// @param kind what the operation does
/// @param root the fetches in their order; null when the answer needs none (`{ __typename }`)
/// @param operationName the client's name for the operation
/// @param variables the client's variables that the operation declares
/// @param response how the data tree becomes the response
/// @param operationText the normalised operation: equal text means an equal plan for one schema and
///   one set of override labels
public record QueryPlan(
    OperationKind kind,
    @Nullable PlanNode root,
    @Nullable String operationName,
    List<OperationVariable> variables,
    ResponseObject response,
    String operationText) {
  public QueryPlan {
    variables = List.copyOf(variables);
  }

  /// The text tree of [QueryPlanPrinter].
  @Override
  public String toString() {
    return QueryPlanPrinter.print(this);
  }
}
