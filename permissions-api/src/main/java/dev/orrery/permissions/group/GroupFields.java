package dev.orrery.permissions.group;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.ResourceRow;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.resource.Snapshot;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import dev.orrery.permissions.account.ServiceAccountRow;
import dev.orrery.permissions.binding.Memberships;
import dev.orrery.permissions.binding.Owners;
import dev.orrery.permissions.graphql.types.AddGroupMembersInput;
import dev.orrery.permissions.graphql.types.CreateGroupInput;
import dev.orrery.permissions.graphql.types.RemoveGroupMembersInput;
import dev.orrery.permissions.graphql.types.UpdateGroupInput;
import dev.orrery.permissions.organization.OrganizationRow;
import dev.orrery.permissions.user.UserRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Groups in the graph.
@ApplicationScoped
class GroupFields implements SubgraphPart {
  private final Resources<GroupRow> groups;
  private final Resources<OrganizationRow> organizations;
  private final Resources<UserRow> users;
  private final Resources<ServiceAccountRow> accounts;
  private final GroupMembers members;
  private final Joining joining;
  private final Memberships memberships;
  private final Owners owners;
  private final Database database;

  GroupFields(
      Resources<GroupRow> groups,
      Resources<OrganizationRow> organizations,
      Resources<UserRow> users,
      Resources<ServiceAccountRow> accounts,
      GroupMembers members,
      Joining joining,
      Memberships memberships,
      Owners owners,
      Database database) {
    this.groups = groups;
    this.organizations = organizations;
    this.users = users;
    this.accounts = accounts;
    this.members = members;
    this.joining = joining;
    this.memberships = memberships;
    this.owners = owners;
    this.database = database;
  }

  @Override
  public void wire(Wiring wiring) {
    wiring
        .resource(groups)
        .children("Organization", "groups", groups, "organization", "organization_id")
        .values("Group", "users", (viewer, ids) -> members(viewer, ids, users))
        .values("Group", "serviceAccounts", (viewer, ids) -> members(viewer, ids, accounts))
        .values("Group", "groups", (viewer, ids) -> members(viewer, ids, groups))
        .create(groups, CreateGroupInput.class, this::create)
        .update(groups, UpdateGroupInput.class, (_, _, group, _) -> Answer.granted(group))
        .transition("addGroupMembers", "updated", groups, AddGroupMembersInput.class, this::add)
        .transition(
            "removeGroupMembers", "updated", groups, RemoveGroupMembersInput.class, this::remove)
        .delete(groups, this::emptied);
  }

  /// The members of one kind of many groups, of those that the viewer may see.
  private <R extends ResourceRow> Map<UUID, List<Snapshot>> members(
      Viewer viewer, Collection<UUID> ids, Resources<R> kind) {
    Map<UUID, Set<UUID>> wanted = new HashMap<>();
    Set<UUID> all = new HashSet<>();
    database
        .read(transaction ->
            transaction.rows(
                Sql.of(
                        """
                        select g.id, m.member from user_group g
                        cross join lateral jsonb_array_elements_text(g.members -> 'all') as m(member)
                        where g.id = any(:ids) and starts_with(m.member, :prefix) order by m.member
                        """)
                    .with("ids", ids.toArray(UUID[]::new))
                    .with("prefix", kind.type().prefix() + "_")))
        .forEach(row -> {
          UUID member = TypeId.parse(String.valueOf(row[1])).uuid();
          wanted
              .computeIfAbsent((UUID) Objects.requireNonNull(row[0]), _ -> new LinkedHashSet<>())
              .add(member);
          all.add(member);
        });
    Map<UUID, Snapshot> found = all.isEmpty() ? Map.of() : kind.findAll(all, viewer);
    Map<UUID, List<Snapshot>> byGroup = new HashMap<>();
    for (UUID id : ids) {
      List<Snapshot> seen = new ArrayList<>();
      for (UUID member : wanted.getOrDefault(id, Set.of())) {
        @Nullable Snapshot snapshot = found.get(member);
        if (snapshot != null) {
          seen.add(snapshot);
        }
      }
      byGroup.put(id, seen);
    }
    return byGroup;
  }

  private Answer<GroupRow> create(
      Transaction transaction, Viewer viewer, ResourceHeader header, CreateGroupInput input) {
    UUID organization = header.organization();
    return organizations
        .required(transaction, viewer, organization, organization, "input.organization")
        .then(_ ->
            joining.joined(
                transaction,
                viewer,
                new GroupRow(header),
                input.getMembers() == null ? List.of() : input.getMembers()));
  }

  private Answer<GroupRow> add(
      Transaction transaction, Viewer viewer, GroupRow group, AddGroupMembersInput input) {
    return joining.joined(transaction, viewer, group, input.getMembers());
  }

  private Answer<GroupRow> remove(
      Transaction transaction, Viewer viewer, GroupRow group, RemoveGroupMembersInput input) {
    owners.keeping(
        transaction,
        owners.ownedBy(transaction, id(group)),
        () -> {
          Set<String> left = group.members();
          left.removeAll(input.getMembers());
          group.members(left);
        });
    return Answer.granted(group);
  }

  /// Nothing needs a group: what it was given ends with it, unless an owner would be missing.
  private List<TypeId> emptied(Transaction transaction, GroupRow group) {
    owners.keeping(
        transaction,
        owners.ownedBy(transaction, id(group)),
        () -> {
          memberships.endAll(transaction, id(group), "permissions-api");
          members.leaveAll(transaction, id(group), "permissions-api");
        });
    return List.of();
  }

  private static TypeId id(GroupRow group) {
    return new TypeId("grp", group.id());
  }
}
