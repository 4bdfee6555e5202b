package dev.orrery.gateway.execution.http;

import io.vertx.core.Future;

/// A way to ask one subgraph.
///
/// The future never fails: what goes wrong is a [SubgraphReply.Failed]. It completes on the
/// caller's Vert.x context.
@FunctionalInterface
public interface SubgraphTransport {
  Future<SubgraphReply> send(SubgraphRequest request);

  /// Lets go of connections once calls in flight are done.
  default void close() {}
}
