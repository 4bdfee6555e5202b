package dev.orrery.kit.subgraph.wiring;

import org.jspecify.annotations.Nullable;

/// Answers one field. Runs on a virtual thread of its own and may block.
@FunctionalInterface
public interface Fetcher {
  /// @return a value of the field's type: a scalar, a [dev.orrery.kit.subgraph.resource.Snapshot],
  ///   an id, a page, a list of these, a map of fields, or an
  ///   [dev.orrery.kit.subgraph.error.Answer] around one
  @Nullable Object fetch(Request request);
}
