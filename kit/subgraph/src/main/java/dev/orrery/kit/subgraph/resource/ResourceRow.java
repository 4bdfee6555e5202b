package dev.orrery.kit.subgraph.resource;

import dev.orrery.kit.ids.TypeId;
import java.util.List;
import java.util.UUID;

/// A row of a resource's table: its id, what every resource has, and what its kind adds.
public interface ResourceRow {
  UUID id();

  ResourceHeader header();

  /// The row as the public sees it, in the graph and in events: the header first, then the kind's
  /// own fields.
  Snapshot snapshot();

  /// Other resources whose followers want to hear of a change of this one.
  default List<TypeId> related() {
    return List.of();
  }
}
