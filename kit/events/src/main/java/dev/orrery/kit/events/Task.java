package dev.orrery.kit.events;

import dev.orrery.kit.database.Transaction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a delivery turns out to be, once it was read.
sealed interface Task {

  /// Work for the handler.
  ///
  /// @param key what the inbox remembers; null when it shall remember nothing
  /// @param policyRevision the revision of the policy that its cause was decided by; 0 when none
  ///   was
  record Work(
      @Nullable String key,
      Traceparent trace,
      long policyRevision,
      Function<Transaction, Verdict> handling)
      implements Task {

    /// Does something of this work as what it is: a part of its cause's trace, and under its
    /// cause's policy.
    <T> T doing(Supplier<T> part) {
      return Trace.call(trace.child(), () -> PolicyRevision.call(() -> policyRevision, part));
    }
  }

  /// Nothing this handler knows or is meant for.
  record NotMine(String why) implements Task {}
}
