package dev.orrery.permissions.binding;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.error.CommonError.NotFound;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.permissions.role.RoleRow;
import dev.orrery.permissions.user.Members;
import dev.orrery.permissions.user.UserRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Gives roles, by the rules of who may have them.
@ApplicationScoped
public class Giving {
  private static final String USABLE =
      """
      with recursive above(id, parent_id) as (
        select id, parent_id from organization where id = :organization
        union
        select o.id, o.parent_id from organization o join above a on o.id = a.parent_id)
      select 1 from role r
      where r.id = :role and (r.organization_id is null or r.organization_id in (select id from above))
      """;

  private static final String OF_GROUPS =
      """
      with recursive principal(id) as (
        select cast(:subject as text)
        union
        select type_id('grp', g.id) from principal p
        join user_group g on g.members @> jsonb_build_object('all', jsonb_build_array(p.id)))
      %s join principal p on p.id = t.subject
      where t.expires_at is null or t.expires_at > now()
      """;

  private final Resources<BindingRow> bindings;
  private final Members members;
  private final Delegation delegation;

  Giving(Resources<BindingRow> bindings, Members members, Delegation delegation) {
    this.bindings = bindings;
    this.members = members;
    this.delegation = delegation;
  }

  /// Refuses when a group has something, itself or by groups that contain it, that the viewer could
  /// not give.
  public Answer<Viewer> mayGiveAllOf(Transaction transaction, Viewer viewer, TypeId group) {
    List<BindingRow> given =
        transaction.select(
            BindingRow.class,
            Sql.of(OF_GROUPS.formatted(bindings.type().select()))
                .with("subject", group.toString()));
    for (BindingRow each : given) {
      RoleRow role = Objects.requireNonNull(transaction.find(RoleRow.class, each.role()));
      delegation.mayGive(transaction, viewer, role, each.scope(), each.expiresAt).orRollBack();
    }
    return Answer.granted(viewer);
  }

  /// Finds a role that can be given on an organization and what is below it: a built-in one, its
  /// own, or one of an organization above it.
  public Answer<RoleRow> role(Transaction transaction, UUID role, UUID organization) {
    boolean usable =
        !transaction
            .rows(Sql.of(USABLE).with("role", role).with("organization", organization))
            .isEmpty();
    @Nullable RoleRow found = usable ? transaction.find(RoleRow.class, role) : null;
    return found == null
        ? Answer.refused(new NotFound("role", new TypeId("role", role).toString()))
        : Answer.granted(found);
  }

  /// Keeps the accounts of providers and those of tenants apart.
  public Answer<RoleRow> fits(Subjects.Subject subject, RoleRow role) {
    return subject.providerAccount() == role.forProviders()
        ? Answer.granted(role)
        : Answer.refused(
            new BindingError.ProvidersApart(subject.id(), new TypeId("role", role.id())));
  }

  /// Looks whether the parts of a scope belong together.
  public Answer<Scope> scope(
      Transaction transaction,
      UUID organization,
      @Nullable UUID project,
      @Nullable String resource) {
    if (project != null
        && transaction
            .rows(
                Sql.of(
                        "select 1 from project where id = :id and organization_id = :organization for key share")
                    .with("id", project)
                    .with("organization", organization))
            .isEmpty()) {
      return Answer.refused(new NotFound("project", new TypeId("proj", project).toString()));
    }
    if (resource == null) {
      return Answer.granted(new Scope(organization, project, null));
    }
    try {
      TypeId id = TypeId.parse(resource);
      return id.prefix().equals("org") || id.prefix().equals("proj")
          ? Answer.refused(
              new InvalidArgument(
                  "input.resource", "name organizations and projects in the fields of that name"))
          : Answer.granted(new Scope(organization, project, id));
    } catch (IllegalArgumentException malformed) {
      return Answer.refused(
          new InvalidArgument("input.resource", String.valueOf(malformed.getMessage())));
    }
  }

  public static Answer<ResourceHeader> future(
      ResourceHeader header, @Nullable Instant expiresAt, String path) {
    return expiresAt == null || expiresAt.isAfter(Instant.now())
        ? Answer.granted(header)
        : Answer.refused(new InvalidArgument(path, "%s is over already".formatted(expiresAt)));
  }

  /// Writes a binding before its event is told, and copies it to the user if it is a membership.
  public BindingRow written(
      Transaction transaction,
      ResourceHeader header,
      TypeId subject,
      RoleRow role,
      @Nullable TypeId resource,
      @Nullable Instant expiresAt,
      @Nullable String condition,
      String actor) {
    if (header.name().isEmpty()) {
      header.name(role.header().name());
    }
    BindingRow binding = new BindingRow(header, subject, role.id(), resource);
    binding.expiresAt = expiresAt;
    binding.condition = condition;
    transaction.persist(binding);
    transaction.flush();
    copy(transaction, subject, actor);
    return binding;
  }

  /// Gives a role on all of an organization for good, unless the subject has it already.
  public void take(
      Transaction transaction, ResourceHeader header, TypeId subject, RoleRow role, String actor) {
    boolean has =
        !transaction
            .rows(
                Sql.of(
                        """
                        select 1 from role_binding
                        where subject = :subject and role_id = :role and organization_id = :organization
                          and project_id is null and resource is null and condition is null and expires_at is null
                        """)
                    .with("subject", subject.toString())
                    .with("role", role.id())
                    .with("organization", header.organization()))
            .isEmpty();
    if (!has) {
      bindings.created(
          transaction, written(transaction, header, subject, role, null, null, null, actor), actor);
    }
  }

  /// Brings a user's copy of its memberships up to the bindings.
  void copy(Transaction transaction, TypeId subject, String actor) {
    if (subject.prefix().equals("user")) {
      members.copy(
          transaction,
          Objects.requireNonNull(transaction.lock(UserRow.class, subject.uuid())),
          actor);
    }
  }
}
