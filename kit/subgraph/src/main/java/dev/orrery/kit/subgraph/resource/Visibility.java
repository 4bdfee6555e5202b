package dev.orrery.kit.subgraph.resource;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.access.policy.Columns;
import dev.orrery.kit.subgraph.page.Parameters;

/// Which rows of a table a viewer may see, as a condition on the table `t`. Every read goes through
/// it.
@FunctionalInterface
public interface Visibility {
  String condition(Viewer viewer, Parameters parameters);

  /// Rows to which the viewer may do an action.
  ///
  /// @param columns where the table keeps what rights are decided by, written with `t.`
  static Visibility of(String action, Columns columns) {
    return (viewer, parameters) ->
        viewer.visible(action).sql(columns, value -> parameters.bind(value));
  }
}
