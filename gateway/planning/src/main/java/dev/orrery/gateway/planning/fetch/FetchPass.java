package dev.orrery.gateway.planning.fetch;

import dev.orrery.gateway.planning.operation.Budget;

/// A rewrite of the fetch graph into one that brings the same data with less. Applied with the
/// others until none finds anything to do, so each must come to an end by itself.
interface FetchPass {
  /// Whether anything changed.
  boolean apply(FetchGraph graph, Budget budget);
}
