package dev.orrery.ipam.prefix;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.subgraph.wiring.Wiring;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// How much of prefixes' capacity is taken, of many prefixes in one statement.
@ApplicationScoped
class UsedSpace implements Wiring.Values {
  /// Network and broadcast addresses are no capacity, so neither are they taken.
  private static final String USED =
      """
      select p.id, cast(trunc(
        (select count(*) from ip_address a
         where a.prefix_id = p.id
           and not (p.reserved and a.address in (lowest_of(p.network), highest_of(p.network))))
        + (select coalesce(sum(
                    power(cast(2 as numeric), p.bits - masklen(c.network))
                    - case when p.reserved and c.network >>= lowest_of(p.network) then 1 else 0 end
                    - case when p.reserved and c.network >>= highest_of(p.network) then 1 else 0 end), 0)
           from prefix c where c.parent_id = p.id)) as text)
      from (select id, network,
                   family(network) = 4 and masklen(network) < 31 as reserved,
                   case family(network) when 4 then 32 else 128 end as bits
            from prefix where id = any(:ids)) as p
      """;

  private final Database database;

  UsedSpace(Database database) {
    this.database = database;
  }

  @Override
  public Map<UUID, String> of(Viewer viewer, Collection<UUID> prefixes) {
    Map<UUID, String> used = new HashMap<>();
    database
        .read(transaction ->
            transaction.rows(Sql.of(USED).with("ids", prefixes.toArray(UUID[]::new))))
        .forEach(row -> used.put((UUID) Objects.requireNonNull(row[0]), String.valueOf(row[1])));
    return used;
  }
}
