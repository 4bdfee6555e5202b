package dev.orrery.gateway.execution.graph;

import dev.orrery.gateway.execution.http.Cancellation;
import dev.orrery.gateway.execution.http.ForwardedHeaders;
import dev.orrery.gateway.planning.access.Viewer;

/// On whose behalf a request is answered.
///
/// @param headers what subgraphs get to see
/// @param traceId what errors quote
/// @param viewer decides what of the graph may be seen
/// @param cancellation when the caller has gone; a mutation goes on regardless
public record Caller(
    ForwardedHeaders headers, String traceId, Viewer viewer, Cancellation cancellation) {
  /// Somebody who waits for the answer.
  public Caller(ForwardedHeaders headers, String traceId, Viewer viewer) {
    this(headers, traceId, viewer, Cancellation.NEVER);
  }

  /// Somebody nothing is known of.
  public Caller(ForwardedHeaders headers, String traceId) {
    this(headers, traceId, Viewer.ANONYMOUS);
  }
}
