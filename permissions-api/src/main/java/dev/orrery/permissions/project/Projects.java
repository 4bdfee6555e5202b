package dev.orrery.permissions.project;

import dev.orrery.kit.access.policy.Columns;
import dev.orrery.kit.subgraph.resource.ResourceType;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.resource.Snapshot;
import dev.orrery.kit.subgraph.resource.Visibility;
import dev.orrery.permissions.policy.Fact;
import dev.orrery.permissions.policy.Policy;
import dev.orrery.permissions.policy.Told;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// What the kit must know of projects.
@ApplicationScoped
class Projects {
  /// A project lies in itself: what is given on it counts for it, too.
  private static final Columns COLUMNS =
      new Columns("t.organization_id", "t.id", "t.id", "t.labels");

  private static final ResourceType<ProjectRow> TYPE =
      ResourceType.of("Project", "projects", "proj", "project", ProjectRow.class)
          .visible(Visibility.of("project.read", COLUMNS))
          .unique("project_name_unique", "the name of a project in its organization");

  @Produces
  @Singleton
  Told<ProjectRow> told(Policy policy) {
    return new Told<>(policy, "project", TYPE, Projects::fact);
  }

  @Produces
  @Singleton
  Resources<ProjectRow> projects(Resources.Factory resources, Told<ProjectRow> told) {
    return resources.of(TYPE, told);
  }

  private static Fact fact(Snapshot project) {
    return Fact.of("project", project.id(), project.version())
        .with("organization", project.get("organization"));
  }
}
