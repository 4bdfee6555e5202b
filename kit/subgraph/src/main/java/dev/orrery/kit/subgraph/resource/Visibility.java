package dev.orrery.kit.subgraph.resource;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.subgraph.page.Parameters;
import java.util.UUID;

/// Which rows of a table a viewer may see, as a condition on the table `t`. Every read goes through
/// it.
@FunctionalInterface
public interface Visibility {
  String condition(Viewer viewer, Parameters parameters);

  /// Rows that belong to one of the viewer's organizations.
  static Visibility byOrganization(String column) {
    return (viewer, parameters) -> {
      if (viewer.platform()) {
        return "true";
      }
      return viewer.organizations().isEmpty()
          ? "false"
          : "t.%s = any(%s)"
              .formatted(column, parameters.bind(viewer.organizations().toArray(UUID[]::new)));
    };
  }
}
