package dev.orrery.gateway.execution.run;

import dev.orrery.gateway.execution.http.SubgraphTransport;
import dev.orrery.gateway.execution.json.JsonLimits;
import java.util.Map;

/// Everything a run may ask.
///
/// @param transports by the subgraph's name
/// @param limits what an answer may be at most
/// @param showAllErrors pass on the text of errors that were not written for clients
public record Subgraphs(
    Map<String, SubgraphTransport> transports,
    Introspector introspector,
    JsonLimits limits,
    boolean showAllErrors,
    FetchLog log) {
  public Subgraphs {
    transports = Map.copyOf(transports);
  }

  /// @throws IllegalStateException when a plan names a subgraph that is not there
  public SubgraphTransport transport(String subgraph) {
    SubgraphTransport transport = transports.get(subgraph);
    if (transport == null) {
      throw new IllegalStateException("no transport for the subgraph " + subgraph);
    }
    return transport;
  }
}
