package dev.orrery.permissions.policy;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.Outbox;
import dev.orrery.kit.events.OutgoingMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The order of all changes of the policy, and their way to every service.
///
/// Changes come one at a time: each locks the one row of the clock. So a rule that looks at many
/// rows, such as that of the last owner, cannot be broken by two changes that are right each alone,
/// and revisions have no gaps and are committed, and published, in their order.
@ApplicationScoped
public class Policy {
  /// All facts leave in one line.
  private static final String LINE = "policy";

  private static final String LOCK = "select 1 from policy_clock for update";

  private static final String REVISION =
      """
      update policy_clock
      set revision = case when taken_by = pg_current_xact_id() then revision else revision + 1 end,
          taken_by = pg_current_xact_id()
      returning revision
      """;

  private final Outbox outbox;

  Policy(Outbox outbox) {
    this.outbox = outbox;
  }

  /// Waits for the changes before this one and keeps others waiting until the transaction's end. It
  /// comes before every other lock.
  public void alone(Transaction transaction) {
    transaction.rows(Sql.of(LOCK));
  }

  /// Tells facts that the transaction changes, all at its one revision.
  public void tell(Transaction transaction, List<Fact> facts) {
    if (facts.isEmpty()) {
      return;
    }
    long revision =
        ((Number) Objects.requireNonNull(transaction.rows(Sql.of(REVISION)).getFirst()[0]))
            .longValue();
    for (Fact fact : facts) {
      outbox.append(
          transaction,
          new OutgoingMessage(
              fact.subject(),
              "%s@%d.%d".formatted(fact.subject(), fact.version(), revision),
              Map.of(),
              fact.body(revision),
              LINE));
    }
  }
}
