package dev.orrery.permissions.role;

import dev.orrery.kit.access.Role;
import dev.orrery.kit.access.policy.Columns;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.page.Column;
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
import java.util.UUID;

/// What the kit must know of roles.
@ApplicationScoped
public class Roles {
  private static final Visibility OWN = Visibility.of("role.read", Columns.of("t"));

  private static final ResourceType<RoleRow> TYPE =
      ResourceType.of("Role", "roles", "role", "role", RoleRow.class)
          .filter("forProviders", Column.choice("for_providers"))
          .visible((viewer, parameters) ->
              "(t.organization_id is null or %s)".formatted(OWN.condition(viewer, parameters)))
          .changedBy((viewer, action, role) ->
              role.builtIn() == null
                  && (role.forProviders() ? viewer.platform() : viewer.may(action, role.target())))
          .unique("role_name_unique", "the name of a role in its organization");

  /// The row of a built-in role.
  public static UUID idOf(Role builtIn) {
    return new UUID(
        0x7000L,
        0x8000_0000_0000_0000L
            | switch (builtIn) {
              case VIEWER -> 1;
              case EDITOR -> 2;
              case OWNER -> 3;
            });
  }

  @Produces
  @Singleton
  Told<RoleRow> told(Policy policy) {
    return new Told<>(policy, "role", TYPE, Roles::fact);
  }

  @Produces
  @Singleton
  Resources<RoleRow> roles(Resources.Factory resources, Told<RoleRow> told) {
    return resources.of(TYPE, told);
  }

  private static Fact fact(Snapshot role) {
    TypeId id = role.id();
    return Fact.of("role", id, role.version())
        .with("organization", role.get("organization"))
        .with("name", role.get("name"))
        .with("builtIn", role.get("builtIn"))
        .with("forProviders", role.get("forProviders"))
        .with("actions", role.get("actions"));
  }
}
