package dev.orrery.ipam.address;

import dev.orrery.ipam.prefix.PrefixContents;
import dev.orrery.ipam.prefix.PrefixRow;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.resource.Blocking;
import dev.orrery.kit.subgraph.resource.Resources;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/// Addresses, as the tree of prefixes knows them.
@ApplicationScoped
class AddressesOfPrefixes implements PrefixContents {
  private static final String OWN_WITHIN =
      "t.prefix_id = :prefix and t.address <<= cast(cast(:network as text) as inet)";

  private final Resources<IpAddressRow> addresses;

  AddressesOfPrefixes(Resources<IpAddressRow> addresses) {
    this.addresses = addresses;
  }

  @Override
  public long count(Transaction transaction, UUID prefix, PrefixRow within) {
    Sql sql = ownWithin("select count(*) from ip_address t where " + OWN_WITHIN, prefix, within);
    return ((Number) Objects.requireNonNull(transaction.rows(sql).getFirst()[0])).longValue();
  }

  @Override
  public List<TypeId> some(Transaction transaction, PrefixRow prefix) {
    return Blocking.rows("ip", "ip_address", "prefix_id").of(transaction, prefix);
  }

  @Override
  public void move(Transaction transaction, UUID from, PrefixRow to, String actor) {
    List<IpAddressRow> moving =
        transaction.select(
            IpAddressRow.class,
            ownWithin(
                "%s where %s order by t.address for update"
                    .formatted(addresses.type().select(), OWN_WITHIN),
                from,
                to));
    addresses.changedAll(transaction, moving, "updated", actor, row -> row.moveInto(to));
  }

  private static Sql ownWithin(String text, UUID prefix, PrefixRow within) {
    return Sql.of(text).with("prefix", prefix).with("network", within.network().text());
  }
}
