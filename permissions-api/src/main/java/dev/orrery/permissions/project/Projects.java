package dev.orrery.permissions.project;

import dev.orrery.kit.subgraph.resource.ResourceType;
import dev.orrery.kit.subgraph.resource.Resources;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// What the kit must know of projects.
@ApplicationScoped
class Projects {
  private static final ResourceType<ProjectRow> TYPE =
      ResourceType.of("Project", "projects", "proj", "project", ProjectRow.class)
          .unique("project_name_unique", "the name of a project in its organization");

  @Produces
  @Singleton
  Resources<ProjectRow> projects(Resources.Factory resources) {
    return resources.of(TYPE);
  }
}
