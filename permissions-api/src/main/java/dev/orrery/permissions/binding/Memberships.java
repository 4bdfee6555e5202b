package dev.orrery.permissions.binding;

import dev.orrery.kit.access.Role;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.ResourceStatus;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.permissions.role.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

/// The bindings that make somebody a member of an organization: of a built-in role, on all of it,
/// for good and without a condition.
@ApplicationScoped
public class Memberships {
  private static final String MEMBERSHIPS =
      "t.project_id is null and t.resource is null and t.expires_at is null and t.condition is null"
          + " and t.role_id in (select id from role where built_in is not null)";

  private static final String ROLES =
      """
      select t.organization_id, r.built_in from role_binding t join role r on r.id = t.role_id
      where t.subject = :subject and %s
      """
          .formatted(MEMBERSHIPS);

  private final Resources<BindingRow> bindings;

  Memberships(Resources<BindingRow> bindings) {
    this.bindings = bindings;
  }

  /// The greatest role that a subject has as a member of each organization.
  public Map<UUID, Role> of(Transaction transaction, TypeId subject) {
    Map<UUID, Role> roles = new TreeMap<>();
    transaction
        .rows(Sql.of(ROLES).with("subject", subject.toString()))
        .forEach(row ->
            roles.merge(
                (UUID) Objects.requireNonNull(row[0]),
                Role.valueOf(String.valueOf(row[1])),
                (one, other) -> one.includes(other) ? one : other));
    return roles;
  }

  /// Gives a subject a role as a member, in place of those it has so.
  public void give(
      Transaction transaction, TypeId subject, UUID organization, Role role, String actor) {
    if (of(transaction, subject).get(organization) == role) {
      return;
    }
    end(transaction, subject, organization, actor);
    ResourceHeader header =
        new ResourceHeader(organization, null, role.name(), ResourceStatus.ACTIVE);
    bindings.created(transaction, new BindingRow(header, subject, Roles.idOf(role), null), actor);
  }

  /// Ends what makes a subject a member.
  public void end(Transaction transaction, TypeId subject, UUID organization, String actor) {
    remove(
        transaction,
        Sql.of(
                "%s where t.subject = :subject and t.organization_id = :organization and %s order by t.id for update"
                    .formatted(bindings.type().select(), MEMBERSHIPS))
            .with("subject", subject.toString())
            .with("organization", organization),
        actor);
  }

  /// Takes everything from a subject that is about to go.
  public void endAll(Transaction transaction, TypeId subject, String actor) {
    remove(
        transaction,
        Sql.of(
                "%s where t.subject = :subject order by t.id for update"
                    .formatted(bindings.type().select()))
            .with("subject", subject.toString()),
        actor);
  }

  /// Takes everything from everybody on an organization, its projects and resources.
  public void endAllIn(Transaction transaction, UUID organization, String actor) {
    remove(
        transaction,
        Sql.of(
                "%s where t.organization_id = :organization order by t.id for update"
                    .formatted(bindings.type().select()))
            .with("organization", organization),
        actor);
  }

  /// Takes everything from everybody on a project and its resources.
  public void endAllOn(Transaction transaction, UUID project, String actor) {
    remove(
        transaction,
        Sql.of(
                "%s where t.project_id = :project order by t.id for update"
                    .formatted(bindings.type().select()))
            .with("project", project),
        actor);
  }

  private void remove(Transaction transaction, Sql which, String actor) {
    transaction
        .select(BindingRow.class, which)
        .forEach(binding -> bindings.removed(transaction, binding, actor));
  }
}
