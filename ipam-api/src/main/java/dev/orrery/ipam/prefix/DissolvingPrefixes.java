package dev.orrery.ipam.prefix;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.resource.Resources;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/// A prefix goes without what lies in it, as long as there is a prefix around it to take that in.
@ApplicationScoped
class DissolvingPrefixes implements Resources.Blockers<PrefixRow> {
  private final PrefixTree tree;
  private final PrefixContents contents;

  DissolvingPrefixes(PrefixTree tree, PrefixContents contents) {
    this.tree = tree;
    this.contents = contents;
  }

  @Override
  public void before(Transaction transaction, UUID id) {
    RoutingTable.ofPrefix(transaction, id).ifPresent(table -> table.lockTree(transaction));
  }

  @Override
  public List<TypeId> of(Transaction transaction, PrefixRow prefix) {
    return prefix.parent() == null || holds(transaction, prefix) > PrefixTree.MOST_MOVED
        ? contents.some(transaction, prefix)
        : List.of();
  }

  private long holds(Transaction transaction, PrefixRow prefix) {
    long children =
        ((Number)
                Objects.requireNonNull(
                    transaction.rows(
                            Sql.of("select count(*) from prefix where parent_id = :id")
                                .with("id", prefix.id()))
                        .getFirst()[0]))
            .longValue();
    return children + contents.count(transaction, prefix.id(), prefix);
  }

  @Override
  public void after(Transaction transaction, PrefixRow prefix, String actor) {
    tree.dissolved(transaction, prefix, actor);
  }
}
