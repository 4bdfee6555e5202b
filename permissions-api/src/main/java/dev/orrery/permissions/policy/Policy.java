package dev.orrery.permissions.policy;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.Outbox;
import dev.orrery.kit.events.OutgoingMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

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
  private static final String NEXT =
      "update policy_clock set revision = revision + 1 returning revision";

  private final Outbox outbox;
  private final AtomicLong newest = new AtomicLong();

  /// What a transaction is about to tell; the last of a subject counts.
  private record Untold(Map<String, Fact> bySubject) {
    Untold() {
      this(new LinkedHashMap<>());
    }
  }

  Policy(Outbox outbox) {
    this.outbox = outbox;
  }

  /// Waits for the changes before this one and keeps others waiting until the transaction's end. It
  /// comes before every other lock.
  public void alone(Transaction transaction) {
    transaction.rows(Sql.of(LOCK));
  }

  /// The revision of the last committed change.
  public long revision(Transaction transaction) {
    return number(transaction, "select revision from policy_clock");
  }

  /// Tells facts that the transaction changes. All that one transaction tells leaves together at
  /// its end, at one revision, and each message but the last says that more follow.
  public void tell(Transaction transaction, List<Fact> facts) {
    if (facts.isEmpty()) {
      return;
    }
    Map<String, Fact> untold = transaction.carried(Untold.class, Untold::new).bySubject();
    if (untold.isEmpty()) {
      transaction.beforeCommit(() -> leave(transaction, untold));
    }
    facts.forEach(fact -> untold.put(fact.subject(), fact));
  }

  private void leave(Transaction transaction, Map<String, Fact> untold) {
    long revision = number(transaction, NEXT);
    transaction.afterCommit(() -> newest.accumulateAndGet(revision, Math::max));
    int left = untold.size();
    for (Fact fact : untold.values()) {
      left--;
      outbox.append(
          transaction,
          new OutgoingMessage(
              fact.subject(),
              "%s@%d.%d".formatted(fact.subject(), fact.version(), revision),
              Map.of(),
              fact.body(revision, left > 0),
              LINE));
    }
    untold.clear();
  }

  private static long number(Transaction transaction, String sql) {
    return ((Number) Objects.requireNonNull(transaction.rows(Sql.of(sql)).getFirst()[0]))
        .longValue();
  }

  /// The newest revision that this process has committed; 0 before the first. Whoever asks after a
  /// change of one's own gets one that has it.
  long newestHere() {
    return newest.get();
  }
}
