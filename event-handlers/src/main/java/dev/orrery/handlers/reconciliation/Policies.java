package dev.orrery.handlers.reconciliation;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which policy holds, and how much may be corrected.
@ApplicationScoped
class Policies {
  private static final Duration HOUR = Duration.ofHours(1);

  private final ReconciliationSettings settings;

  Policies(ReconciliationSettings settings) {
    this.settings = settings;
  }

  /// The resource's own, or else its provider's, or else the house's.
  Policy of(Transaction transaction, Reconciliation row) {
    var own = row.policy;
    return own != null ? own : all(transaction).getOrDefault(row.provider, settings.policy());
  }

  /// The policies of providers, by their names, where there is one.
  Map<String, Policy> all(Transaction transaction) {
    var policies = new HashMap<String, Policy>();
    for (var row : transaction.rows(Sql.of("select provider, policy from reconciliation_policy"))) {
      policies.put(
          (String) Objects.requireNonNull(row[0]),
          Policy.valueOf((String) Objects.requireNonNull(row[1])));
    }
    return policies;
  }

  Policy ofHouse() {
    return settings.policy();
  }

  /// @param policy null to follow the house's again
  void set(Transaction transaction, String provider, @Nullable Policy policy) {
    transaction.execute(
        Sql.of("delete from reconciliation_policy where provider = :provider")
            .with("provider", provider));
    if (policy != null) {
      transaction.execute(
          Sql.of("insert into reconciliation_policy (provider, policy) values (:provider, :policy)")
              .with("provider", provider)
              .with("policy", policy.name()));
    }
  }

  /// Takes one correction from the provider's budget of the last hour.
  ///
  /// @return whether there was one left
  boolean spend(Transaction transaction, String provider, String operation, Instant now) {
    // One at a time for a provider, so that the budget is never overdrawn.
    transaction.rows(
        Sql.of("select 1 from (select pg_advisory_xact_lock(7, hashtext(:provider))) as locked")
            .with("provider", provider));
    transaction.execute(
        Sql.of("delete from reconciliation_correction where provider = :provider and at < :since")
            .with("provider", provider)
            .with("since", now.minus(HOUR)));
    var spent =
        transaction.rows(
            Sql.of("select count(*) from reconciliation_correction where provider = :provider")
                .with("provider", provider));
    if (((Number) Objects.requireNonNull(spent.getFirst()[0])).longValue()
        >= settings.correctionsPerHour()) {
      return false;
    }
    transaction.execute(
        Sql.of(
                """
                insert into reconciliation_correction (operation_token, provider, at)
                values (:operation, :provider, :now)
                """)
            .with("operation", operation)
            .with("provider", provider)
            .with("now", now));
    return true;
  }
}
