package dev.orrery.kit.subgraph.resource;

import java.util.UUID;

/// A row of a table that the graph lists. What clients can also create and change is a
/// [ResourceRow].
public interface Row {
  UUID id();

  /// The row as the public sees it, in the graph and in events.
  Snapshot snapshot();
}
