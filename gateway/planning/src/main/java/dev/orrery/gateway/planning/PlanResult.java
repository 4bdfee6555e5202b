package dev.orrery.gateway.planning;

import dev.orrery.gateway.planning.plan.QueryPlan;
import java.util.List;
import java.util.stream.Collectors;

/// What planning came to.
public sealed interface PlanResult {
  record Planned(QueryPlan plan) implements PlanResult {}

  /// @param problems at least one
  record Refused(Code code, List<Problem> problems) implements PlanResult {
    public Refused {
      problems = List.copyOf(problems);
    }

    static Refused of(Code code, String message) {
      return new Refused(code, List.of(new Problem(message, 0, 0)));
    }

    /// All problems in one text.
    public String message() {
      return problems.stream().map(Problem::message).collect(Collectors.joining("; "));
    }
  }

  /// @param line from 1; 0 when no place in the document is meant
  /// @param column from 1; 0 when no place in the document is meant
  record Problem(String message, int line, int column) {}

  /// The `extensions.code` of the error that the client gets.
  enum Code {
    GRAPHQL_PARSE_FAILED,
    GRAPHQL_VALIDATION_FAILED,
    OPERATION_RESOLUTION_FAILURE,
    /// No subgraphs can be asked for a field: a supergraph that was never checked for
    /// satisfiability.
    NO_PLAN,
    /// The budget or the deadline ran out.
    PLAN_TOO_COMPLEX
  }
}
