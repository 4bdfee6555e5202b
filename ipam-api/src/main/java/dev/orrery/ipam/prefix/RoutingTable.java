package dev.orrery.ipam.prefix;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One space of addresses: a VRF's, or the global one of an organization. It holds one tree of
/// prefixes.
///
/// Whoever changes the tree takes it alone, whoever takes or gives an address holds it still with
/// others; both before they lock any row of it, which is why they never wait for each other in a
/// circle.
public record RoutingTable(UUID id) {
  private static final String LOCK =
      "select 1 from (select pg_advisory_xact_lock%s(hashtextextended(:tree, 0))) as locked";

  public static RoutingTable of(UUID organization, @Nullable UUID vrf) {
    return new RoutingTable(vrf == null ? organization : vrf);
  }

  /// The table of a prefix, if there is such a prefix.
  public static Optional<RoutingTable> ofPrefix(Transaction transaction, UUID prefix) {
    return found(
        transaction, Sql.of("select table_id from prefix where id = :id").with("id", prefix));
  }

  /// The table of an address, if there is such an address.
  public static Optional<RoutingTable> ofAddress(Transaction transaction, UUID address) {
    return found(
        transaction, Sql.of("select table_id from ip_address where id = :id").with("id", address));
  }

  private static Optional<RoutingTable> found(Transaction transaction, Sql sql) {
    return transaction.rows(sql).stream()
        .findFirst()
        .map(row -> new RoutingTable((UUID) Objects.requireNonNull(row[0])));
  }

  /// Until the transaction ends, nobody else changes the tree or takes and gives addresses in it.
  public void lockTree(Transaction transaction) {
    transaction.rows(Sql.of(LOCK.formatted("")).with("tree", "prefixes of " + id));
  }

  /// Until the transaction ends, the tree does not change.
  public void holdTree(Transaction transaction) {
    transaction.rows(Sql.of(LOCK.formatted("_shared")).with("tree", "prefixes of " + id));
  }
}
