package dev.orrery.permissions.group;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.resource.Resources;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;

/// Who is in which group.
@ApplicationScoped
public class GroupMembers {
  private final Resources<GroupRow> groups;

  GroupMembers(Resources<GroupRow> groups) {
    this.groups = groups;
  }

  /// Takes a member that is about to go out of every group.
  public void leaveAll(Transaction transaction, TypeId member, String actor) {
    String containing =
        new JsonObject().put("all", new JsonArray().add(member.toString())).encode();
    transaction
        .select(
            GroupRow.class,
            Sql.of(
                    groups.type().select()
                        + " where t.members @> cast(cast(:member as text) as jsonb) order by t.id for update")
                .with("member", containing))
        .forEach(group ->
            groups.changed(
                transaction,
                group,
                "updated",
                actor,
                row -> {
                  Set<String> left = new HashSet<>(row.members());
                  left.remove(member.toString());
                  row.members(left);
                }));
  }
}
