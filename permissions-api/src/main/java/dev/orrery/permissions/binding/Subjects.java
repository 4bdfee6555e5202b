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
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who can be given something: users, service accounts and groups, of the same tree of
/// organizations or visible to the giver. Others must be invited.
@ApplicationScoped
public class Subjects {
  /// One statement, whether there is such a one or not.
  private static final String FOUND =
      """
      with recursive above(id, parent_id) as (
        select o.id, o.parent_id from organization o
        where o.id = :organization or o.id = (select organization_id from %1$s where id = :id)
        union
        select o.id, o.parent_id from organization o join above a on o.id = a.parent_id)
      select s.organization_id, %2$s,
        exists (select 1 from organization where id = :organization)
          and (select count(*) from above where parent_id is null) = 1
      from %1$s s where s.id = :id for key share of s
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
    Optional<Found> found =
        transaction
            .rows(
                Sql.of(
                        FOUND.formatted(
                            table,
                            table.equals("service_account") ? "s.provider_account" : "false"))
                    .with("id", id.uuid())
                    .with("organization", organization))
            .stream()
            .findFirst()
            .map(row -> Found.of(id, row));
    if (found.isPresent() && found.get().isNear(viewer)) {
      return Answer.granted(found.get().subject());
    }
    Answer<Subject> absent = Answer.refused(new NotFound(kind, id.toString()));
    if (!kind.equals("user")) {
      return absent;
    }
    UUID home = found.map(each -> each.subject().organization()).orElse(organization);
    return users
        .required(transaction, viewer, id.uuid(), home, path)
        .then(_ -> found.map(each -> Answer.granted(each.subject())).orElse(absent));
  }

  /// @param sameTree whether it is at home in the same tree of organizations
  private record Found(Subject subject, boolean sameTree) {
    static Found of(TypeId id, @Nullable Object[] row) {
      UUID home = (UUID) Objects.requireNonNull(row[0]);
      return new Found(
          new Subject(id, home, Boolean.TRUE.equals(row[1])), Boolean.TRUE.equals(row[2]));
    }

    boolean isNear(Viewer viewer) {
      return sameTree
          || viewer.platform()
          || viewer.may("organization.read", Target.in(subject.organization()));
    }
  }
}
