package dev.orrery.gateway.execution.http;

import dev.orrery.gateway.execution.json.JsonOutput;

/// One GraphQL request to a subgraph.
///
/// @param body the JSON of the request; not written to any more
/// @param headers what of the client's request travels on
/// @param mutation whether repeating it, or sharing its answer, could do harm
/// @param cancellation when nobody waits for the answer any more
public record SubgraphRequest(
    JsonOutput body, ForwardedHeaders headers, boolean mutation, Cancellation cancellation) {
  /// A request whose answer is always waited for.
  public SubgraphRequest(JsonOutput body, ForwardedHeaders headers, boolean mutation) {
    this(body, headers, mutation, Cancellation.NEVER);
  }

  public SubgraphRequest with(Cancellation changed) {
    return new SubgraphRequest(body, headers, mutation, changed);
  }

  public SubgraphRequest with(ForwardedHeaders changed) {
    return new SubgraphRequest(body, changed, mutation, cancellation);
  }
}
