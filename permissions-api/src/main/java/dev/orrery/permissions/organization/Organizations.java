package dev.orrery.permissions.organization;

import dev.orrery.kit.subgraph.page.Column;
import dev.orrery.kit.subgraph.resource.ResourceType;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.resource.Snapshot;
import dev.orrery.permissions.policy.Fact;
import dev.orrery.permissions.policy.Policy;
import dev.orrery.permissions.policy.Told;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// What the kit must know of organizations.
@ApplicationScoped
class Organizations {
  private static final ResourceType<OrganizationRow> TYPE =
      ResourceType.of("Organization", "organizations", "org", "organization", OrganizationRow.class)
          .filter("parent", Column.reference("parent_id", "org"))
          .unique("organization_name_unique", "the name of an organization beside its siblings");

  @Produces
  @Singleton
  Told<OrganizationRow> told(Policy policy) {
    return new Told<>(policy, "organization", TYPE, Organizations::fact);
  }

  @Produces
  @Singleton
  Resources<OrganizationRow> organizations(
      Resources.Factory resources, Told<OrganizationRow> told) {
    return resources.of(TYPE, told);
  }

  private static Fact fact(Snapshot organization) {
    return Fact.of("organization", organization.id(), organization.version())
        .with("parent", organization.get("parent"));
  }
}
