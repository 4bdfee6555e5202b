package dev.orrery.gateway.execution.run;

import java.util.List;

/// Answers `__schema` and `__type`.
@FunctionalInterface
public interface Introspector {
  /// The bytes of a GraphQL response. May keep answers.
  ///
  /// @param document an operation with nothing but introspection
  /// @param variables names of the client's variables that it uses
  /// @param input has their values
  byte[] answer(String document, List<String> variables, RunInput input);
}
