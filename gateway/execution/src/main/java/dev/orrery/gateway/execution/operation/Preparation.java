package dev.orrery.gateway.execution.operation;

import dev.orrery.gateway.execution.cost.OperationCost;
import dev.orrery.gateway.execution.error.GraphQlError;
import dev.orrery.gateway.execution.program.Program;
import dev.orrery.gateway.planning.plan.OperationKind;
import java.util.List;

/// What a document and an operation name mean for one graph; the same for every request.
public sealed interface Preparation {
  /// Ready to run.
  ///
  /// @param cost judges each request
  record Ready(Program program, VariableCoercion variables, OperationCost cost)
      implements Preparation {
    public OperationKind kind() {
      return program.plan().kind();
    }
  }

  /// Not an operation of this graph.
  record Refused(List<GraphQlError> errors) implements Preparation {
    public Refused {
      errors = List.copyOf(errors);
    }
  }

  /// An operation of this graph that nobody can answer.
  record Unplanned(GraphQlError error) implements Preparation {}
}
