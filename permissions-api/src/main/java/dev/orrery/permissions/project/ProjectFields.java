package dev.orrery.permissions.project;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import dev.orrery.permissions.binding.Memberships;
import dev.orrery.permissions.graphql.types.CreateProjectInput;
import dev.orrery.permissions.graphql.types.UpdateProjectInput;
import dev.orrery.permissions.organization.OrganizationRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/// Projects in the graph.
@ApplicationScoped
class ProjectFields implements SubgraphPart {
  private final Resources<ProjectRow> projects;
  private final Resources<OrganizationRow> organizations;
  private final Memberships memberships;

  ProjectFields(
      Resources<ProjectRow> projects,
      Resources<OrganizationRow> organizations,
      Memberships memberships) {
    this.projects = projects;
    this.organizations = organizations;
    this.memberships = memberships;
  }

  @Override
  public void wire(Wiring wiring) {
    wiring
        .resource(projects)
        .children("Organization", "projects", projects, "organization", "organization_id")
        .create(projects, CreateProjectInput.class, this::create)
        .update(projects, UpdateProjectInput.class, (_, _, project, _) -> Answer.granted(project))
        .delete(
            projects,
            (transaction, project) -> {
              memberships.endAllOn(transaction, project.id(), "permissions-api");
              return List.of();
            });
  }

  private Answer<ProjectRow> create(
      Transaction transaction, Viewer viewer, ResourceHeader header, CreateProjectInput input) {
    UUID organization = header.organization();
    return organizations
        .required(transaction, viewer, organization, organization, "input.organization")
        .then(_ -> Answer.granted(new ProjectRow(header)));
  }
}
