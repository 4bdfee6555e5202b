package dev.orrery.permissions.policy;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.subgraph.resource.ResourceRow;
import dev.orrery.kit.subgraph.resource.ResourceType;
import dev.orrery.kit.subgraph.resource.Snapshot;
import dev.orrery.kit.subgraph.resource.Witness;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A kind of resource whose rows are facts of the policy, each told with every change.
///
/// @param kind the word for it in subjects
/// @param fact what a row says
public record Told<R extends ResourceRow>(
    Policy policy, String kind, ResourceType<R> type, Function<Snapshot, Fact> fact)
    implements Witness {

  @Override
  public void begins(Transaction transaction) {
    policy.alone(transaction);
  }

  /// Whether a change of the policy is right depends on groups, owners and organizations above that
  /// the client may not see.
  @Override
  public void found(Transaction transaction) {
    transaction.widen();
  }

  @Override
  public void saw(
      Transaction transaction, @Nullable Snapshot before, @Nullable Snapshot after, long version) {
    if (after != null) {
      policy.tell(transaction, List.of(fact.apply(after)));
    } else if (before != null) {
      policy.tell(transaction, List.of(fact.apply(before).goneAt(version)));
    }
  }

  /// The facts of the rows behind an id, in the order of their ids.
  List<Fact> page(Transaction transaction, UUID after, int size) {
    return transaction
        .select(
            type.row(),
            Sql.of("%s where t.id > :after order by t.id limit %d".formatted(type.select(), size))
                .with("after", after))
        .stream()
        .map(row -> fact.apply(row.snapshot()))
        .toList();
  }
}
