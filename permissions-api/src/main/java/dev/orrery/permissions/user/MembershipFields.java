package dev.orrery.permissions.user;

import dev.orrery.kit.access.Role;
import dev.orrery.kit.access.Target;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.Forbidden;
import dev.orrery.kit.subgraph.error.CommonError.NotFound;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.resource.Snapshot;
import dev.orrery.kit.subgraph.wiring.Fetcher;
import dev.orrery.kit.subgraph.wiring.Request;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import dev.orrery.permissions.binding.Delegation;
import dev.orrery.permissions.binding.Giving;
import dev.orrery.permissions.binding.Scope;
import dev.orrery.permissions.organization.OrganizationRow;
import dev.orrery.permissions.role.RoleRow;
import dev.orrery.permissions.role.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Memberships in the graph. They are changed at the user, whose version counts them.
@ApplicationScoped
class MembershipFields implements SubgraphPart {
  private final Resources<UserRow> users;
  private final Resources<OrganizationRow> organizations;
  private final Members members;
  private final Giving giving;
  private final Delegation delegation;

  MembershipFields(
      Resources<UserRow> users,
      Resources<OrganizationRow> organizations,
      Members members,
      Giving giving,
      Delegation delegation) {
    this.users = users;
    this.organizations = organizations;
    this.members = members;
    this.giving = giving;
    this.delegation = delegation;
  }

  @Override
  public void wire(Wiring wiring) {
    wiring
        .field("User", "memberships", MembershipFields::memberships)
        .mutation("addMembership", changing("addMembership", this::add))
        .mutation("changeMembership", changing("changeMembership", this::change))
        .mutation("removeMembership", changing("removeMembership", this::remove));
  }

  /// Those that the viewer may see: all of one's own, and those in organizations that one is a
  /// member of.
  private static List<Snapshot> memberships(Request request) {
    Viewer viewer = request.viewer();
    Snapshot user = request.source();
    boolean all = viewer.platform() || viewer.subject().equals(user.text("id"));
    return ((List<?>) Objects.requireNonNull(user.get("memberships")))
        .stream()
            .map(membership -> (Map<?, ?>) membership)
            .filter(membership ->
                all
                    || viewer.may(
                        "organization.read", Target.in(organizationOf(membership).uuid())))
            .map(membership ->
                Snapshot.begin()
                    .value("organization", organizationOf(membership).toString())
                    .value("role", membership.get("role")))
            .toList();
  }

  private static TypeId organizationOf(Map<?, ?> membership) {
    return TypeId.parse(String.valueOf(membership.get("organization")), "org");
  }

  private interface MembershipChange {
    Answer<UserRow> apply(Transaction transaction, Wish wish, UserRow user);
  }

  /// @param role none where a membership ends
  private record Wish(Viewer viewer, TypeId organization, @Nullable Role role) {
    static Wish of(Viewer viewer, Map<String, @Nullable Object> input) {
      @Nullable Object role = input.get("role");
      return new Wish(
          viewer, organizationOf(input), role == null ? null : Role.valueOf(role.toString()));
    }
  }

  private Fetcher changing(String operation, MembershipChange change) {
    return request -> {
      Wish wish = Wish.of(request.viewer(), request.input());
      Answer<Snapshot> changed =
          users.update(
              request.viewer(),
              operation,
              request.input(),
              "updated",
              // Who may is a matter of the organization, which each change looks at.
              (_, _, _) -> true,
              (transaction, user) -> change.apply(transaction, wish, user));
      return changed.then(snapshot -> Answer.granted(Map.of("user", snapshot)));
    };
  }

  private Answer<UserRow> add(Transaction transaction, Wish wish, UserRow user) {
    UUID organization = wish.organization().uuid();
    return mayManage(transaction, wish)
        .then(_ -> mayGive(transaction, wish))
        .then(_ -> {
          if (user.roles().containsKey(organization)) {
            return Answer.refused(new UserError.AlreadyMember(id(user), wish.organization()));
          }
          members.become(
              transaction,
              user,
              organization,
              Objects.requireNonNull(wish.role()),
              wish.viewer().subject());
          return Answer.granted(user);
        });
  }

  private Answer<UserRow> change(Transaction transaction, Wish wish, UserRow user) {
    UUID organization = wish.organization().uuid();
    Role role = Objects.requireNonNull(wish.role());
    return mayManage(transaction, wish)
        .then(_ -> member(user, wish))
        .then(_ -> mayGive(transaction, wish))
        .then(_ -> {
          members.become(transaction, user, organization, role, wish.viewer().subject());
          return Answer.granted(user);
        });
  }

  private Answer<UserRow> remove(Transaction transaction, Wish wish, UserRow user) {
    UUID organization = wish.organization().uuid();
    Answer<UserRow> allowed =
        Users.isSelf(wish.viewer(), user)
            ? Answer.granted(user)
            : mayManage(transaction, wish).then(_ -> Answer.granted(user));
    return allowed
        .then(_ -> member(user, wish))
        .then(_ -> {
          members.leave(transaction, user, organization, wish.viewer().subject());
          return Answer.granted(user);
        });
  }

  private Answer<OrganizationRow> mayManage(Transaction transaction, Wish wish) {
    UUID organization = wish.organization().uuid();
    Target whole = Target.in(organization);
    if (!wish.viewer().may("organization.read", whole)) {
      return Answer.refused(new NotFound("organization", wish.organization().toString()));
    }
    if (!wish.viewer().may("binding.create", whole)
        || !wish.viewer().may("binding.delete", whole)) {
      return Answer.refused(new Forbidden("change the people of", wish.organization().toString()));
    }
    return organizations.required(
        transaction, wish.viewer(), organization, organization, "input.organization");
  }

  private Answer<RoleRow> mayGive(Transaction transaction, Wish wish) {
    UUID organization = wish.organization().uuid();
    return giving
        .role(transaction, Roles.idOf(Objects.requireNonNull(wish.role())), organization)
        .then(role ->
            delegation.mayGive(transaction, wish.viewer(), role, Scope.of(organization), null));
  }

  private static Answer<UserRow> member(UserRow user, Wish wish) {
    return user.roles().containsKey(wish.organization().uuid())
        ? Answer.granted(user)
        : Answer.refused(new UserError.NotMember(id(user), wish.organization()));
  }

  private static TypeId id(UserRow user) {
    return new TypeId("user", user.id());
  }
}
