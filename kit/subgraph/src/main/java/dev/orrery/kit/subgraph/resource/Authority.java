package dev.orrery.kit.subgraph.resource;

import dev.orrery.kit.access.Role;
import dev.orrery.kit.access.Viewer;

/// Who may change or delete a resource that they see.
@FunctionalInterface
public interface Authority<R extends Row> {
  boolean allows(Viewer viewer, R row);

  /// Those with this role, or a greater one, in the organization that owns the resource.
  static Authority<ResourceRow> of(Role role) {
    return (viewer, row) -> viewer.may(role, row.header().organization());
  }

  /// For what is changed by other means than the kit's.
  static Authority<Row> ofNobody() {
    return (_, _) -> false;
  }
}
