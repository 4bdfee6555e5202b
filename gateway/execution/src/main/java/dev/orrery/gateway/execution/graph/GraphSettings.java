package dev.orrery.gateway.execution.graph;

import dev.orrery.gateway.execution.cost.CostLimits;
import dev.orrery.gateway.execution.http.AnswerHeaders;
import dev.orrery.gateway.execution.json.JsonLimits;
import dev.orrery.gateway.execution.operation.OperationLimits;
import java.util.Set;

/// How a graph treats requests.
///
/// @param limits how large an operation may be
/// @param answers what a subgraph may send at most
/// @param introspection whether `__schema` and `__type` are answered
/// @param keptOperations prepared operations kept at most
/// @param showAllErrors pass on the text of errors that were not written for clients
/// @param coalesceRequests identical queries that arrive while one is being answered share its
///   response
/// @param activeLabels progressive overrides that hold for every request
/// @param coalesceFetches identical subgraph requests in flight share an answer
/// @param costs how much an operation may ask for
/// @param headers those of subgraphs' answers that matter
public record GraphSettings(
    OperationLimits limits,
    JsonLimits answers,
    boolean introspection,
    int keptOperations,
    Set<String> activeLabels,
    boolean showAllErrors,
    boolean coalesceRequests,
    boolean coalesceFetches,
    CostLimits costs,
    AnswerHeaders headers) {
  public static final GraphSettings STANDARD =
      new GraphSettings(
          OperationLimits.STANDARD,
          JsonLimits.STANDARD,
          true,
          2_000,
          Set.of(),
          false,
          true,
          true,
          CostLimits.STANDARD,
          AnswerHeaders.NONE);

  /// With the standard limits of cost.
  public GraphSettings(
      OperationLimits limits,
      JsonLimits answers,
      boolean introspection,
      int keptOperations,
      Set<String> activeLabels,
      boolean showAllErrors,
      boolean coalesceRequests,
      boolean coalesceFetches) {
    this(
        limits,
        answers,
        introspection,
        keptOperations,
        activeLabels,
        showAllErrors,
        coalesceRequests,
        coalesceFetches,
        CostLimits.STANDARD,
        AnswerHeaders.NONE);
  }

  public GraphSettings withCoalescing(boolean requests, boolean fetches) {
    return new GraphSettings(
        limits,
        answers,
        introspection,
        keptOperations,
        activeLabels,
        showAllErrors,
        requests,
        fetches,
        costs,
        headers);
  }

  public GraphSettings withIntrospection(boolean allowed) {
    return new GraphSettings(
        limits,
        answers,
        allowed,
        keptOperations,
        activeLabels,
        showAllErrors,
        coalesceRequests,
        coalesceFetches,
        costs,
        headers);
  }

  public GraphSettings withLimits(OperationLimits changed) {
    return new GraphSettings(
        changed,
        answers,
        introspection,
        keptOperations,
        activeLabels,
        showAllErrors,
        coalesceRequests,
        coalesceFetches,
        costs,
        headers);
  }

  public GraphSettings withCosts(CostLimits changed) {
    return new GraphSettings(
        limits,
        answers,
        introspection,
        keptOperations,
        activeLabels,
        showAllErrors,
        coalesceRequests,
        coalesceFetches,
        changed,
        headers);
  }
}
