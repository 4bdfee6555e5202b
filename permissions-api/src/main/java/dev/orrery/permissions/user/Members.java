package dev.orrery.permissions.user;

import dev.orrery.kit.access.Role;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.Forbidden;
import dev.orrery.kit.subgraph.resource.Resources;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The people of organizations, inside the transactions of changes.
@ApplicationScoped
public class Members {
  private static final String MEMBERS =
      """
      select t.* from user_account t where t.memberships @> cast(cast(:membership as text) as jsonb)
      order by t.id for update
      """;

  private static final String ANOTHER =
      """
      select 1 from user_account where memberships @> cast(cast(:membership as text) as jsonb) and id <> :user limit 1
      """;

  private static final String LOCK_OWNERS =
      "select 1 from (select pg_advisory_xact_lock(hashtextextended(:owners, 0))) as locked";

  private final Resources<UserRow> users;

  Members(Resources<UserRow> users) {
    this.users = users;
  }

  /// Makes the viewer the owner of a new organization. An operator stays outside.
  ///
  /// @return what was given, unless the viewer is nobody who could own
  public <T> Answer<T> found(Transaction transaction, Viewer viewer, UUID organization, T founded) {
    if (viewer.platform()) {
      return Answer.granted(founded);
    }
    Optional<UserRow> founder = Users.self(viewer).flatMap(id -> users.locked(transaction, id));
    if (founder.isEmpty()) {
      return Answer.refused(new Forbidden("create organizations as", viewer.subject()));
    }
    users.changed(
        transaction,
        founder.get(),
        "updated",
        viewer.subject(),
        user -> user.become(organization, Role.OWNER));
    return Answer.granted(founded);
  }

  /// Ends all memberships of an organization that is about to go.
  public void dismissAll(Transaction transaction, UUID organization) {
    transaction
        .select(UserRow.class, Sql.of(MEMBERS).with("membership", membershipOf(organization)))
        .forEach(member ->
            users.changed(
                transaction,
                member,
                "updated",
                "permissions-api",
                user -> user.leave(organization)));
  }

  /// Refuses when nobody else owns the organization. Until the transaction's end nobody else can
  /// stop to.
  Answer<UserRow> withoutLosingTheLastOwner(
      Transaction transaction, UserRow user, UUID organization) {
    if (user.roles().get(organization) != Role.OWNER) {
      return Answer.granted(user);
    }
    transaction.rows(Sql.of(LOCK_OWNERS).with("owners", "owners of " + organization));
    boolean alone =
        transaction
            .rows(
                Sql.of(ANOTHER)
                    .with("membership", membershipOf(organization, Role.OWNER))
                    .with("user", user.id()))
            .isEmpty();
    return alone
        ? Answer.refused(
            new UserError.LastOwner(new TypeId("user", user.id()), new TypeId("org", organization)))
        : Answer.granted(user);
  }

  /// What `memberships` contains of those who are anything in an organization.
  static String membershipOf(UUID organization) {
    return all(new JsonObject().put("organization", new TypeId("org", organization).toString()));
  }

  private static String membershipOf(UUID organization, Role role) {
    return all(
        new JsonObject(
            Map.of(
                "organization", new TypeId("org", organization).toString(), "role", role.name())));
  }

  private static String all(JsonObject membership) {
    return new JsonObject().put("all", new JsonArray().add(membership)).encode();
  }
}
