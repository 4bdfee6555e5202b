package dev.orrery.permissions.organization;

import dev.orrery.kit.access.Role;
import dev.orrery.kit.subgraph.page.Column;
import dev.orrery.kit.subgraph.resource.Authority;
import dev.orrery.kit.subgraph.resource.ResourceType;
import dev.orrery.kit.subgraph.resource.Resources;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// What the kit must know of organizations.
@ApplicationScoped
class Organizations {
  private static final ResourceType<OrganizationRow> TYPE =
      ResourceType.of("Organization", "organizations", "org", "organization", OrganizationRow.class)
          .filter("parent", Column.reference("parent_id", "org"))
          .changedBy(Authority.of(Role.OWNER))
          .unique("organization_name_unique", "the name of an organization beside its siblings");

  @Produces
  @Singleton
  Resources<OrganizationRow> organizations(Resources.Factory resources) {
    return resources.of(TYPE);
  }
}
