package dev.orrery.kit.subgraph.resource;

import dev.orrery.kit.access.Viewer;

/// Who may change or delete a resource that they see.
@FunctionalInterface
public interface Authority<R extends Row> {
  /// @param action what is to be done to it: `site.update`
  boolean allows(Viewer viewer, String action, R row);

  /// Those to whom the policy gives the action.
  static Authority<ResourceRow> byPolicy() {
    return (viewer, action, row) -> viewer.may(action, row.target());
  }

  /// For what is changed by other means than the kit's.
  static Authority<Row> ofNobody() {
    return (_, _, _) -> false;
  }
}
