package dev.orrery.permissions.binding;

import dev.orrery.kit.access.Role;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.Forbidden;
import dev.orrery.permissions.role.RoleContents;
import dev.orrery.permissions.role.RoleContents.Contents;
import dev.orrery.permissions.role.RoleRow;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What somebody may hand on: nothing that one does not have oneself, on the same scope or above
/// it, without a condition, for at least as long.
///
/// It asks the record, under the lock of the policy, and no index: what was taken a moment ago can
/// no longer be given.
@ApplicationScoped
public class Delegation {
  private static final String HELD =
      """
      with recursive principal(id) as (
        select cast(:subject as text)
        union
        select type_id('grp', g.id) from principal p
        join user_group g on g.members @> jsonb_build_object('all', jsonb_build_array(p.id))),
      above(id, parent_id) as (
        select id, parent_id from organization where id = :organization
        union
        select o.id, o.parent_id from organization o join above a on o.id = a.parent_id)
      select r.built_in, cast(r.actions as text)
      from role_binding b
      join principal p on p.id = b.subject
      join above a on a.id = b.organization_id
      join role r on r.id = b.role_id
      where b.condition is null
        and (b.expires_at is null or b.expires_at > now() and b.expires_at >= cast(:until as timestamptz))
        and (b.project_id is null or b.project_id = cast(:project as uuid))
        and (b.resource is null or b.resource = cast(:resource as text))
      """;

  private static final Forbidden WITH_LESS_THAN_ALL =
      new Forbidden("hand on rights", "with a token of limited scope");

  private final RoleContents contents;

  Delegation(RoleContents contents) {
    this.contents = contents;
  }

  /// Refuses when the viewer does not have all of a role on a scope.
  ///
  /// @param until until when it is to count; for good if none
  public Answer<RoleRow> mayGive(
      Transaction transaction, Viewer viewer, RoleRow role, Scope scope, @Nullable Instant until) {
    if (viewer.limited()) {
      return Answer.refused(WITH_LESS_THAN_ALL);
    }
    return viewer.platform()
        ? Answer.granted(role)
        : mayGive(transaction, viewer.subject(), role, scope, until);
  }

  public Answer<RoleRow> mayGive(
      Transaction transaction, String giver, RoleRow role, Scope scope, @Nullable Instant until) {
    return missing(transaction, giver, new Contents(role.builtIn(), role.actions()), scope, until)
        .<Answer<RoleRow>>map(Answer::refused)
        .orElseGet(() -> Answer.granted(role));
  }

  /// Refuses when a role of an organization would get actions that the viewer does not have there.
  public Answer<List<String>> mayDefine(
      Transaction transaction, Viewer viewer, UUID organization, List<String> actions) {
    if (viewer.limited()) {
      return Answer.refused(WITH_LESS_THAN_ALL);
    }
    return viewer.platform()
        ? Answer.granted(actions)
        : missing(
                transaction,
                viewer.subject(),
                new Contents(null, actions),
                Scope.of(organization),
                null)
            .<Answer<List<String>>>map(Answer::refused)
            .orElseGet(() -> Answer.granted(actions));
  }

  private Optional<BindingError> missing(
      Transaction transaction,
      String giver,
      Contents wanted,
      Scope scope,
      @Nullable Instant until) {
    return contents
        .missing(wanted, held(transaction, giver, scope, until))
        .map(part -> new BindingError.NotYoursToGive(part, scope.narrowest()));
  }

  private static List<Contents> held(
      Transaction transaction, String subject, Scope scope, @Nullable Instant until) {
    @Nullable TypeId resource = scope.resource();
    return transaction
        .rows(
            Sql.of(HELD)
                .with("subject", subject)
                .with("organization", scope.organization())
                .with("project", scope.project())
                .with("resource", resource == null ? null : resource.toString())
                .with("until", until == null ? null : until.atOffset(ZoneOffset.UTC)))
        .stream()
        .map(row -> contents(row[0], Objects.requireNonNull(row[1])))
        .toList();
  }

  private static Contents contents(@Nullable Object builtIn, Object actions) {
    JsonArray all = new JsonObject(actions.toString()).getJsonArray("all");
    return new Contents(
        builtIn == null ? null : Role.valueOf(builtIn.toString()),
        all.stream().map(String::valueOf).toList());
  }
}
