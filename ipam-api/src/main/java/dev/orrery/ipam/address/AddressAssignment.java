package dev.orrery.ipam.address;

import dev.orrery.ipam.prefix.PrefixRow;
import dev.orrery.ipam.prefix.RoutingTable;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.NotFound;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.ResourceStatus;
import dev.orrery.kit.subgraph.resource.Resources;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Gives addresses to instances and takes them back, in the transaction of what caused it.
@ApplicationScoped
public class AddressAssignment {
  private static final String ACTOR = "ipam-api";

  private static final String HELD =
      "select id from ip_address where instance_id = :instance and prefix_id = :prefix limit 1";

  private static final String TABLES =
      "select distinct table_id from ip_address where instance_id = :instance order by table_id";

  /// Always in the same order, so that two who release do not wait for each other in a circle.
  private static final String ALL_HELD =
      "where t.instance_id = :instance order by t.prefix_id, t.id for update";

  private final Resources<IpAddressRow> addresses;
  private final AddressPool pool;

  AddressAssignment(Resources<IpAddressRow> addresses, AddressPool pool) {
    this.addresses = addresses;
    this.pool = pool;
  }

  /// Gives an instance the lowest free address of a prefix of its own organization.
  ///
  /// @param by who wants it so, and must see the prefix
  /// @return the address that it has now, be it the one that it had before
  public Answer<TypeId> assign(
      Transaction transaction,
      Viewer by,
      TypeId instance,
      TypeId prefix,
      TypeId organization,
      @Nullable TypeId project) {
    RoutingTable.ofPrefix(transaction, prefix.uuid())
        .ifPresent(table -> table.holdTree(transaction));
    @Nullable PrefixRow pooled = transaction.find(PrefixRow.class, prefix.uuid());
    if (pooled == null
        || !pooled.header().organization().equals(organization.uuid())
        || !by.may("prefix.read", pooled.target())) {
      return Answer.refused(new NotFound("prefix", prefix.toString()));
    }
    List<@Nullable Object[]> held =
        transaction.rows(
            Sql.of(HELD).with("instance", instance.uuid()).with("prefix", prefix.uuid()));
    if (!held.isEmpty()) {
      UUID id = (UUID) Objects.requireNonNull(held.getFirst()[0]);
      return Answer.granted(new TypeId("ip", id));
    }
    return pool.lowestFree(transaction, pooled)
        .then(address -> {
          IpAddressRow row =
              new IpAddressRow(
                  new ResourceHeader(
                      organization.uuid(),
                      project == null ? null : project.uuid(),
                      address.text(),
                      ResourceStatus.ACTIVE),
                  address,
                  pooled);
          row.instance = instance.uuid();
          return Answer.granted(addresses.created(transaction, row, ACTOR).id());
        });
  }

  /// Gives back all addresses of an instance.
  public void releaseAllOf(Transaction transaction, UUID instance) {
    transaction
        .rows(Sql.of(TABLES).with("instance", instance))
        .forEach(table ->
            new RoutingTable((UUID) Objects.requireNonNull(table[0])).holdTree(transaction));
    transaction
        .select(
            IpAddressRow.class,
            Sql.of(addresses.type().select()).append(ALL_HELD).with("instance", instance))
        .forEach(row -> addresses.removed(transaction, row, ACTOR));
  }
}
