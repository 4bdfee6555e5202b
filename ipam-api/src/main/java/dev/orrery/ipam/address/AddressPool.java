package dev.orrery.ipam.address;

import dev.orrery.ipam.notation.HostAddress;
import dev.orrery.ipam.notation.Network;
import dev.orrery.ipam.prefix.PrefixRow;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import jakarta.enterprise.context.ApplicationScoped;

/// Finds free addresses.
///
/// The database keeps what is free in each prefix as ranges, found by an index, so that a /64 with
/// millions of addresses taken costs what a /30 does.
@ApplicationScoped
public class AddressPool {
  private static final String LOWEST_FREE =
      """
      select host(greatest(first, cast(cast(:lowest as text) as inet))) from free_range
      where prefix_id = :prefix
        and last >= cast(cast(:lowest as text) as inet)
        and first <= cast(cast(:highest as text) as inet)
      order by last limit 1
      """;

  /// The lowest address of a prefix that is free. It stays so until the transaction takes it or
  /// ends, because others that want one of this prefix wait. The caller has held the tree still.
  public Answer<HostAddress> lowestFree(Transaction transaction, PrefixRow prefix) {
    transaction.rows(
        Sql.of("select 1 from prefix where id = :id for no key update").with("id", prefix.id()));
    Network network = prefix.network();
    return transaction
        .rows(
            Sql.of(LOWEST_FREE)
                .with("prefix", prefix.id())
                .with("lowest", network.firstUsable())
                .with("highest", network.lastUsable()))
        .stream()
        .findFirst()
        .map(row -> HostAddress.parse(String.valueOf(row[0]), "address"))
        .orElseGet(
            () -> Answer.refused(new AddressError.PrefixFull(new TypeId("pfx", prefix.id()))));
  }
}
