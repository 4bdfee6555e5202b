package dev.orrery.permissions.organization;

import dev.orrery.kit.access.Target;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.Forbidden;
import dev.orrery.kit.subgraph.error.CommonError.NotFound;
import dev.orrery.kit.subgraph.wiring.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What it would change for people if an organization became a part of another one. Nothing is
/// changed by asking.
@ApplicationScoped
class OrganizationMoves {
  /// What counts from above one place in the tree, and not from above the other.
  private static final String ABOVE_ONE_ALONE =
      """
      with recursive one(id, parent_id) as (
        select id, parent_id from organization where id = cast(:one as uuid)
        union
        select o.id, o.parent_id from organization o join one on o.id = one.parent_id),
      other(id, parent_id) as (
        select id, parent_id from organization where id = cast(:other as uuid)
        union
        select o.id, o.parent_id from organization o join other on o.id = other.parent_id)
      select type_id('bind', b.id), b.subject, type_id('role', r.id), r.name,
             type_id('org', b.organization_id),
             to_char(b.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), b.condition
      from role_binding b join role r on r.id = b.role_id
      where b.organization_id in (select id from one except select id from other)
        and b.project_id is null and b.resource is null
        and (b.expires_at is null or b.expires_at > now())
      order by b.id limit 1000
      """;

  private final Database database;

  OrganizationMoves(Database database) {
    // What is above both places counts, too, for those who may ask.
    this.database = database.own();
  }

  Answer<Map<String, @Nullable Object>> preview(Request request) {
    Viewer viewer = request.viewer();
    UUID organization = request.id("organization");
    @Nullable Object given = request.arguments().get("parent");
    @Nullable UUID parent = given == null ? null : TypeId.parse(given.toString(), "org").uuid();
    return may(viewer, organization)
        .then(_ -> parent == null ? Answer.granted(viewer) : may(viewer, parent))
        .then(_ -> database.read(transaction -> preview(transaction, organization, parent)));
  }

  private static Answer<Viewer> may(Viewer viewer, UUID organization) {
    String id = new TypeId("org", organization).toString();
    if (!viewer.may("organization.read", Target.in(organization))) {
      return Answer.refused(new NotFound("organization", id));
    }
    return viewer.may("organization.update", Target.in(organization))
        ? Answer.granted(viewer)
        : Answer.refused(new Forbidden("move parts into or out of", id));
  }

  private static Answer<Map<String, @Nullable Object>> preview(
      Transaction transaction, UUID organization, @Nullable UUID parent) {
    List<@Nullable Object[]> now =
        transaction.rows(
            Sql.of("select parent_id from organization where id = :id").with("id", organization));
    if (now.isEmpty()) {
      return Answer.refused(
          new NotFound("organization", new TypeId("org", organization).toString()));
    }
    if (parent != null && !OrganizationTree.exists(transaction, parent)) {
      return Answer.refused(new NotFound("organization", new TypeId("org", parent).toString()));
    }
    @Nullable UUID from = (UUID) now.getFirst()[0];
    Map<String, @Nullable Object> preview = new HashMap<>();
    preview.put(
        "refusal",
        parent != null && OrganizationTree.isPart(transaction, parent, organization)
            ? new OrganizationError.PartOfItself(
                    new TypeId("org", organization), new TypeId("org", parent))
                .message()
            : null);
    preview.put("gained", aboveAlone(transaction, parent, from));
    preview.put("lost", aboveAlone(transaction, from, parent));
    return Answer.granted(preview);
  }

  private static List<Map<String, @Nullable Object>> aboveAlone(
      Transaction transaction, @Nullable UUID one, @Nullable UUID other) {
    return transaction.rows(Sql.of(ABOVE_ONE_ALONE).with("one", one).with("other", other)).stream()
        .map(OrganizationMoves::inherited)
        .toList();
  }

  private static Map<String, @Nullable Object> inherited(@Nullable Object[] row) {
    Map<String, @Nullable Object> inherited = new HashMap<>();
    inherited.put("binding", Objects.requireNonNull(row[0]));
    inherited.put("subject", row[1]);
    inherited.put("role", row[2]);
    inherited.put("roleName", row[3]);
    inherited.put("organization", row[4]);
    inherited.put("expiresAt", row[5]);
    inherited.put("condition", row[6]);
    return inherited;
  }
}
