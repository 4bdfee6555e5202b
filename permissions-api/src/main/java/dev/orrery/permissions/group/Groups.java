package dev.orrery.permissions.group;

import dev.orrery.kit.subgraph.resource.ResourceType;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.resource.Snapshot;
import dev.orrery.permissions.policy.Fact;
import dev.orrery.permissions.policy.Policy;
import dev.orrery.permissions.policy.Told;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// What the kit must know of groups.
@ApplicationScoped
class Groups {
  private static final ResourceType<GroupRow> TYPE =
      ResourceType.of("Group", "groups", "grp", "user_group", GroupRow.class)
          .unique("group_name_unique", "the name of a group in its organization");

  @Produces
  @Singleton
  Told<GroupRow> told(Policy policy) {
    return new Told<>(policy, "group", TYPE, Groups::fact);
  }

  @Produces
  @Singleton
  Resources<GroupRow> groups(Resources.Factory resources, Told<GroupRow> told) {
    return resources.of(TYPE, told);
  }

  private static Fact fact(Snapshot group) {
    return Fact.of("group", group.id(), group.version())
        .with("organization", group.get("organization"))
        .with("members", group.get("members"));
  }
}
