package dev.orrery.ipam.address;

import dev.orrery.ipam.prefix.RoutingTable;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.resource.Resources;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/// Nothing needs an address; but while it goes, the tree of prefixes must stand still.
@ApplicationScoped
class AddressRelease implements Resources.Blockers<IpAddressRow> {

  @Override
  public void before(Transaction transaction, UUID id) {
    RoutingTable.ofAddress(transaction, id).ifPresent(table -> table.holdTree(transaction));
  }

  @Override
  public List<TypeId> of(Transaction transaction, IpAddressRow address) {
    return List.of();
  }
}
