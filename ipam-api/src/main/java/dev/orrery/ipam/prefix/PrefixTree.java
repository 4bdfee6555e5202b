package dev.orrery.ipam.prefix;

import dev.orrery.ipam.notation.Network;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.resource.Resources;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The trees of prefixes: by containment alone, so that a prefix's place follows from its network.
///
/// ```
/// 10.0.0.0/8               and 10.1.0.0/16 makes    10.0.0.0/8
///  ├─ 10.1.2.0/24                                    ├─ 10.1.0.0/16
///  └─ 10.2.0.0/16                                    │   └─ 10.1.2.0/24
///                                                    └─ 10.2.0.0/16
/// ```
@ApplicationScoped
public class PrefixTree {
  /// How many rows one change of a tree moves at most; each gets a new version and an event.
  static final long MOST_MOVED = 10_000;

  private static final String SMALLEST_AROUND =
      """
      where t.table_id = :table and t.network >>= cast(cast(:inner as text) as inet)
      order by masklen(t.network) desc limit 1
      for no key update
      """;

  private static final String DIRECTLY_INSIDE =
      """
      where t.space_id = :space and t.network << cast(cast(:network as text) as cidr)
      order by t.network for update
      """;

  private static final String LOWEST_FREE_BLOCK =
      """
      select cast(block as text) from (
        select last,
               case when lowest_of(around) >= first then around
                    when highest_of(around) >= last then null
                    else network(set_masklen(highest_of(around) + 1, :length)) end as block
        from (select first, last, network(set_masklen(first, :length)) as around
              from free_range where prefix_id = :prefix) as free) as candidate
      where highest_of(block) <= last
      order by last limit 1
      """;

  private final Resources<PrefixRow> prefixes;
  private final PrefixContents contents;

  PrefixTree(Resources<PrefixRow> prefixes, PrefixContents contents) {
    this.prefixes = prefixes;
    this.contents = contents;
  }

  /// The smallest prefix around an address or network, or the prefix of that very network. Its free
  /// space is the caller's alone until the transaction ends.
  public Optional<PrefixRow> smallestAround(
      Transaction transaction, RoutingTable table, String inner) {
    return transaction
        .select(
            PrefixRow.class,
            prefixes(SMALLEST_AROUND).with("table", table.id()).with("inner", inner))
        .stream()
        .findFirst();
  }

  /// Finds the place of a new prefix and moves into it what lies in its network.
  Answer<PrefixRow> placed(Transaction transaction, PrefixRow prefix, String actor) {
    prefix.table().lockTree(transaction);
    Network network = prefix.network();
    @Nullable PrefixRow around =
        smallestAround(transaction, prefix.table(), network.text()).orElse(null);
    if (around != null && around.network().equals(network)) {
      return Answer.refused(new PrefixError.Taken(network, new TypeId("pfx", around.id())));
    }
    prefix.moveInto(around);
    List<PrefixRow> inside = directlyInside(transaction, around, prefix);
    long moving =
        inside.size() + (around == null ? 0 : contents.count(transaction, around.id(), prefix));
    if (moving > MOST_MOVED) {
      return Answer.refused(new PrefixError.TooMuchInside(network, moving, MOST_MOVED));
    }
    prefixes.changedAll(transaction, inside, "updated", actor, row -> row.moveInto(prefix));
    if (around != null) {
      contents.move(transaction, around.id(), prefix, actor);
    }
    return Answer.granted(prefix);
  }

  private List<PrefixRow> directlyInside(
      Transaction transaction, @Nullable PrefixRow around, PrefixRow prefix) {
    return transaction.select(
        PrefixRow.class,
        prefixes(DIRECTLY_INSIDE)
            .with("space", around == null ? prefix.table().id() : around.id())
            .with("network", prefix.network().text()));
  }

  private Sql prefixes(String condition) {
    return Sql.of(prefixes.type().select()).append(condition);
  }

  /// Hands what was directly in a prefix that is gone to the prefix around it.
  void dissolved(Transaction transaction, PrefixRow gone, String actor) {
    @Nullable UUID parent = gone.parent();
    @Nullable PrefixRow around =
        parent == null ? null : Objects.requireNonNull(transaction.find(PrefixRow.class, parent));
    List<PrefixRow> inside =
        transaction.select(
            PrefixRow.class,
            prefixes("where t.parent_id = :id order by t.network for update")
                .with("id", gone.id()));
    prefixes.changedAll(transaction, inside, "updated", actor, row -> row.moveInto(around));
    if (around != null) {
      contents.move(transaction, gone.id(), around, actor);
    }
  }

  /// The lowest block of a length in a prefix that no other prefix and no address touches. The
  /// caller has locked the tree.
  Optional<Network> lowestFreeBlock(Transaction transaction, UUID prefix, int length) {
    return transaction
        .rows(Sql.of(LOWEST_FREE_BLOCK).with("prefix", prefix).with("length", length))
        .stream()
        .findFirst()
        .map(row -> Network.of(String.valueOf(row[0])));
  }
}
