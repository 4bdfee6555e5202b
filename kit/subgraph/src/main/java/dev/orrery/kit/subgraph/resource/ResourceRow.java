package dev.orrery.kit.subgraph.resource;

import dev.orrery.kit.access.Target;
import dev.orrery.kit.events.OutgoingMessage;
import dev.orrery.kit.ids.TypeId;
import java.util.List;
import java.util.Optional;

/// A row of a resource's table: its id, what every resource has, and what its kind adds.
public interface ResourceRow extends Row {
  ResourceHeader header();

  /// The row as the public sees it, in the graph and in events: the header first, then the kind's
  /// own fields.
  @Override
  Snapshot snapshot();

  /// Where it lies, as far as rights go.
  default Target target() {
    ResourceHeader header = header();
    return new Target(header.organization(), header.project(), id(), header.labelTexts());
  }

  /// Other resources whose followers want to hear of a change of this one.
  default List<TypeId> related() {
    return List.of();
  }

  /// What else leaves with each change, in its transaction: the newest state, for those who keep it
  /// in memory ([dev.orrery.kit.events.StateFollower]).
  ///
  /// @param version the one the change led to
  /// @param gone whether the change was the deletion
  default Optional<OutgoingMessage> state(long version, boolean gone) {
    return Optional.empty();
  }
}
