package dev.orrery.permissions.why;

import dev.orrery.kit.access.Role;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.permissions.role.RoleContents;
import dev.orrery.permissions.role.RoleContents.Contents;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who can do something with something, from the record.
@ApplicationScoped
class Holders {
  private static final String ABOVE =
      """
      with recursive above(id, parent_id) as (
        select id, parent_id from organization where id = :organization
        union
        select o.id, o.parent_id from organization o join above a on o.id = a.parent_id)
      """;

  private static final String ROLES =
      ABOVE
          + """
          select r.id, r.built_in, cast(r.actions as text) from role r
          where r.organization_id is null or r.organization_id in (select id from above)
          """;

  private static final String HOLDERS =
      ABOVE
          + """
          , reach(binding, id) as (
            select b.id, b.subject from role_binding b join above a on a.id = b.organization_id
            where b.role_id = any(:roles)
              and (b.expires_at is null or b.expires_at > now())
              and (b.project_id is null or b.project_id = cast(:project as uuid))
              and (b.resource is null or b.resource = cast(:resource as text))
            union
            select r.binding, m.member from reach r
            join user_group g on type_id('grp', g.id) = r.id
            cross join lateral jsonb_array_elements_text(g.members -> 'all') as m(member))
          select h.id, type_id('bind', b.id), r.name, b.condition,
            to_char(b.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
          from reach h join role_binding b on b.id = h.binding join role r on r.id = b.role_id
          where not starts_with(h.id, 'grp_')
          order by h.id, b.id limit 1000
          """;

  private final RoleContents contents;

  Holders(RoleContents contents) {
    this.contents = contents;
  }

  /// At most a thousand, members of groups one by one.
  List<Map<String, @Nullable Object>> of(Transaction transaction, Question question) {
    UUID[] roles =
        transaction.rows(Sql.of(ROLES).with("organization", question.organization())).stream()
            .filter(row -> contents.allows(contents(row[1], row[2]), question.action()))
            .map(row -> (UUID) Objects.requireNonNull(row[0]))
            .toArray(UUID[]::new);
    return transaction
        .rows(
            Sql.of(HOLDERS)
                .with("organization", question.organization())
                .with("roles", roles)
                .with("project", question.project())
                .with("resource", question.resource()))
        .stream()
        .map(Holders::holder)
        .toList();
  }

  private static Contents contents(@Nullable Object builtIn, @Nullable Object actions) {
    JsonArray all = new JsonObject(String.valueOf(actions)).getJsonArray("all");
    return new Contents(
        builtIn == null ? null : Role.valueOf(builtIn.toString()),
        all.stream().map(String::valueOf).toList());
  }

  private static Map<String, @Nullable Object> holder(@Nullable Object[] row) {
    Map<String, @Nullable Object> holder = new LinkedHashMap<>();
    holder.put("subject", row[0]);
    holder.put("binding", row[1]);
    holder.put("roleName", row[2]);
    holder.put("condition", row[3]);
    holder.put("expiresAt", row[4]);
    return holder;
  }
}
