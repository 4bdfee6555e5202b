package dev.orrery.gateway.execution.run;

import dev.orrery.gateway.execution.http.ForwardedHeaders;
import java.util.Map;
import java.util.Set;

/// What distinguishes one run of a program from another.
///
/// @param variables the client's variables as JSON, coerced and with defaults filled in; absent
///   ones are not in it
/// @param flags those of the variables that are Booleans and true decide `@skip` and `@include`
/// @param headers what subgraphs get to see of the client's headers
/// @param traceId what a client can quote to find the request in the logs
public record RunInput(
    Map<String, byte[]> variables, Set<String> flags, ForwardedHeaders headers, String traceId) {
  public RunInput {
    variables = Map.copyOf(variables);
    flags = Set.copyOf(flags);
  }
}
