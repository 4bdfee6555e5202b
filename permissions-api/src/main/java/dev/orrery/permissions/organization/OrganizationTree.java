package dev.orrery.permissions.organization;

import dev.orrery.kit.access.Target;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.Forbidden;
import dev.orrery.kit.subgraph.error.CommonError.NotFound;
import dev.orrery.kit.subgraph.resource.Resources;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which organization is a part of which.
@ApplicationScoped
class OrganizationTree {
  /// All moves wait for each other, because two that are right each alone can close a circle
  /// together.
  private static final String LOCK_THE_TREE =
      "select 1 from (select pg_advisory_xact_lock(hashtextextended('tree of organizations', 0))) as locked";

  private static final String IS_PART =
      """
      with recursive above(id, parent_id) as (
        select id, parent_id from organization where id = :parent
        union all
        select o.id, o.parent_id from organization o join above a on o.id = a.parent_id)
      select 1 from above where id = :organization
      """;

  private final Resources<OrganizationRow> organizations;

  OrganizationTree(Resources<OrganizationRow> organizations) {
    this.organizations = organizations;
  }

  Answer<OrganizationRow> placed(
      Transaction transaction,
      Viewer viewer,
      OrganizationRow organization,
      @Nullable String parentId) {
    if (parentId == null) {
      organization.parent = null;
      return Answer.granted(organization);
    }
    TypeId parent = TypeId.parse(parentId);
    if (!viewer.may("organization.read", Target.in(parent.uuid()))) {
      return Answer.refused(new NotFound("organization", parentId));
    }
    if (!viewer.may("organization.create", Target.in(parent.uuid()))) {
      return Answer.refused(new Forbidden("give parts to", parentId));
    }
    transaction.rows(Sql.of(LOCK_THE_TREE));
    return organizations
        .required(transaction, viewer, parent.uuid(), parent.uuid(), "input.parent")
        .then(_ -> outside(transaction, organization, parent));
  }

  /// Whether an organization is another one or somewhere below it.
  static boolean isPart(Transaction transaction, UUID part, UUID whole) {
    return !transaction
        .rows(Sql.of(IS_PART).with("parent", part).with("organization", whole))
        .isEmpty();
  }

  static boolean exists(Transaction transaction, UUID organization) {
    return !transaction
        .rows(Sql.of("select 1 from organization where id = :id").with("id", organization))
        .isEmpty();
  }

  private static Answer<OrganizationRow> outside(
      Transaction transaction, OrganizationRow organization, TypeId parent) {
    UUID id = organization.id();
    if (isPart(transaction, parent.uuid(), id)) {
      return Answer.refused(new OrganizationError.PartOfItself(new TypeId("org", id), parent));
    }
    organization.parent = parent.uuid();
    return Answer.granted(organization);
  }
}
