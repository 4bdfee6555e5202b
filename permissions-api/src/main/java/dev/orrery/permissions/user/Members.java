package dev.orrery.permissions.user;

import dev.orrery.kit.access.Role;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.Forbidden;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.permissions.binding.Memberships;
import dev.orrery.permissions.binding.Owners;
import dev.orrery.permissions.group.GroupMembers;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The people of organizations, inside the transactions of changes.
///
/// What counts is their bindings. Each user's row has a copy of those that are memberships, so that
/// users can be found by it, and events tell it.
@ApplicationScoped
public class Members {
  private static final String MEMBERS =
      """
      select t.* from user_account t where t.memberships @> cast(cast(:membership as text) as jsonb)
      order by t.id for update
      """;

  private final Resources<UserRow> users;
  private final Memberships memberships;
  private final Owners owners;
  private final GroupMembers groups;

  Members(Resources<UserRow> users, Memberships memberships, Owners owners, GroupMembers groups) {
    this.users = users;
    this.memberships = memberships;
    this.owners = owners;
    this.groups = groups;
  }

  /// Makes the viewer the owner of a new organization. An operator stays outside.
  ///
  /// @return what was given, unless the viewer is nobody who could own
  public <T> Answer<T> found(Transaction transaction, Viewer viewer, UUID organization, T founded) {
    if (viewer.platform()) {
      return Answer.granted(founded);
    }
    Optional<UserRow> founder = Users.self(viewer).flatMap(id -> users.locked(transaction, id));
    if (founder.isEmpty() || viewer.limited()) {
      return Answer.refused(new Forbidden("create organizations as", viewer.subject()));
    }
    memberships.give(transaction, id(founder.get()), organization, Role.OWNER, viewer.subject());
    copy(transaction, founder.get(), viewer.subject());
    return Answer.granted(founded);
  }

  /// Ends all memberships of an organization that is about to go.
  public void dismissAll(Transaction transaction, UUID organization) {
    memberships.endAllIn(transaction, organization, "permissions-api");
    transaction
        .select(UserRow.class, Sql.of(MEMBERS).with("membership", membershipOf(organization)))
        .forEach(member -> copy(transaction, member, "permissions-api"));
  }

  /// Gives a user who is being created or changed a role as a member, in place of any other.
  void become(Transaction transaction, UserRow user, UUID organization, Role role, String actor) {
    owners.keeping(
        transaction,
        List.of(organization),
        () -> memberships.give(transaction, id(user), organization, role, actor));
    user.keep(memberships.of(transaction, id(user)));
  }

  /// Ends the membership of a user who is being changed.
  void leave(Transaction transaction, UserRow user, UUID organization, String actor) {
    owners.keeping(
        transaction,
        List.of(organization),
        () -> memberships.end(transaction, id(user), organization, actor));
    user.keep(memberships.of(transaction, id(user)));
  }

  /// Takes everything from a user who is about to go.
  void leaveAll(Transaction transaction, UserRow user, String actor) {
    owners.keeping(
        transaction,
        owners.ownedBy(transaction, id(user)),
        () -> {
          memberships.endAll(transaction, id(user), actor);
          groups.leaveAll(transaction, id(user), actor);
        });
  }

  /// Copies a user's bindings that are memberships to the user's row.
  public void copy(Transaction transaction, UserRow user, String actor) {
    users.changed(
        transaction, user, "updated", actor, row -> row.keep(memberships.of(transaction, id(row))));
  }

  private static TypeId id(UserRow user) {
    return new TypeId("user", user.id());
  }

  /// What `memberships` contains of those who are anything in an organization.
  static String membershipOf(UUID organization) {
    JsonObject membership =
        new JsonObject().put("organization", new TypeId("org", organization).toString());
    return new JsonObject().put("all", new JsonArray().add(membership)).encode();
  }
}
