package dev.orrery.kit.subgraph.resource;

import dev.orrery.kit.ids.TypeId;
import java.util.List;

/// A row of a resource's table: its id, what every resource has, and what its kind adds.
public interface ResourceRow extends Row {
  ResourceHeader header();

  /// The row as the public sees it, in the graph and in events: the header first, then the kind's
  /// own fields.
  @Override
  Snapshot snapshot();

  /// Other resources whose followers want to hear of a change of this one.
  default List<TypeId> related() {
    return List.of();
  }
}
