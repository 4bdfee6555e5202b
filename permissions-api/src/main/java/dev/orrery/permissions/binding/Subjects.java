package dev.orrery.permissions.binding;

import dev.orrery.kit.access.Target;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.MalformedIdException;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.error.CommonError.NotFound;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.permissions.user.UserRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who can be given something: users, service accounts and groups, of the same tree of
/// organizations or visible to the giver. Others must be invited.
@ApplicationScoped
public class Subjects {
  private static final String ROOT =
      """
      with recursive above(id, parent_id) as (
        select id, parent_id from organization where id = :organization
        union
        select o.id, o.parent_id from organization o join above a on o.id = a.parent_id)
      select id from above where parent_id is null
      """;

  private final Resources<UserRow> users;

  Subjects(Resources<UserRow> users) {
    this.users = users;
  }

  /// A subject as far as rules go.
  ///
  /// @param organization whose it is
  public record Subject(TypeId id, UUID organization, boolean providerAccount) {}

  /// Finds a subject that may get something in an organization.
  ///
  /// @param path where its id stands in the arguments
  public Answer<Subject> find(
      Transaction transaction, Viewer viewer, String given, UUID organization, String path) {
    TypeId id;
    try {
      id = TypeId.parse(given);
    } catch (MalformedIdException malformed) {
      return Answer.refused(new InvalidArgument(path, String.valueOf(malformed.getMessage())));
    }
    return switch (id.prefix()) {
      case "user" -> find(transaction, viewer, id, "user", "user_account", organization, path);
      case "grp" -> find(transaction, viewer, id, "group", "user_group", organization, path);
      case "sa" ->
          find(transaction, viewer, id, "service account", "service_account", organization, path);
      default ->
          Answer.refused(
              new InvalidArgument(
                  path, "%s is no user, service account or group".formatted(given)));
    };
  }

  private Answer<Subject> find(
      Transaction transaction,
      Viewer viewer,
      TypeId id,
      String kind,
      String table,
      UUID organization,
      String path) {
    List<@Nullable Object[]> rows =
        transaction.rows(
            Sql.of(
                    "select organization_id, %s from %s where id = :id for key share"
                        .formatted(
                            table.equals("service_account") ? "provider_account" : "false", table))
                .with("id", id.uuid()));
    Answer<Subject> absent = Answer.refused(new NotFound(kind, id.toString()));
    if (rows.isEmpty()) {
      return absent;
    }
    UUID home = (UUID) Objects.requireNonNull(rows.getFirst()[0]);
    Subject subject = new Subject(id, home, Boolean.TRUE.equals(rows.getFirst()[1]));
    if (viewer.platform()
        || viewer.may("organization.read", Target.in(home))
        || root(transaction, home).equals(root(transaction, organization))) {
      return Answer.granted(subject);
    }
    return kind.equals("user")
        ? users
            .required(transaction, viewer, id.uuid(), home, path)
            .then(_ -> Answer.granted(subject))
        : absent;
  }

  private static Object root(Transaction transaction, UUID organization) {
    return Objects.requireNonNull(
        transaction.rows(Sql.of(ROOT).with("organization", organization)).getFirst()[0]);
  }
}
