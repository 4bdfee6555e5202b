package dev.orrery.handlers.reconciliation;

import dev.orrery.handlers.jobs.Correction;
import dev.orrery.handlers.jobs.ResourceWork;
import dev.orrery.kit.database.Transaction;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// What is done about a drift. Each method is called with the locks of the resource and of the row
/// held.
///
/// A drift is told once: as the event `drifted`, in the log and in the metric
/// `reconciliation_drifts_total`. The next rounds that see the same say nothing.
@ApplicationScoped
class Remedy {
  private static final Logger LOG = Logger.getLogger(Remedy.class);

  private final Reconciliations reconciliations;
  private final Policies policies;
  private final ResourceWork work;
  private final ReconciliationSettings settings;
  private final MeterRegistry metrics;

  Remedy(
      Reconciliations reconciliations,
      Policies policies,
      ResourceWork work,
      ReconciliationSettings settings,
      MeterRegistry metrics) {
    this.reconciliations = reconciliations;
    this.policies = policies;
    this.work = work;
    this.settings = settings;
    this.metrics = metrics;
  }

  /// @param achieved whether the provider says that it has just made it so, which it has not
  void drifted(
      Transaction transaction, Reconciliation row, List<Attribute> attributes, boolean achieved) {
    var now = reconciliations.now();
    if (row.status == SyncStatus.CORRECTING && !achieved && isPatient(row, now)) {
      return;
    }
    boolean givenUp = achieved || row.givenUp;
    boolean neverWas = attributes.stream().filter(Attribute::isDrift).allMatch(Remedy::neverWas);
    var policy = policies.of(transaction, row);
    if (policy == Policy.CORRECT && !givenUp && !neverWas) {
      correct(transaction, row, attributes, now);
    } else {
      tell(transaction, row, attributes, policy, givenUp, why(row, achieved, neverWas));
    }
  }

  /// A job was to bring it about, and failed or was stopped: to begin again is not for us to
  /// decide.
  private static boolean neverWas(Attribute attribute) {
    return attribute.cause() == Attribute.Cause.NEVER_SEEN;
  }

  private static @Nullable String why(Reconciliation row, boolean achieved, boolean neverWas) {
    if (achieved) {
      return "the provider says it is done, and it is not";
    }
    return neverWas ? "no job has brought it about" : row.message;
  }

  private boolean isPatient(Reconciliation row, Instant now) {
    var since = row.correctedAt;
    return since != null && since.plus(settings.patience()).isAfter(now);
  }

  /// Has a job correct it, when the budget allows.
  private void correct(
      Transaction transaction, Reconciliation row, List<Attribute> attributes, Instant now) {
    var operation =
        "%s:%d:correct:%d".formatted(row.resource(), row.generation, row.corrections + 1);
    if (!policies.spend(transaction, row.provider, operation, now)) {
      tell(
          transaction,
          row,
          attributes,
          Policy.CORRECT,
          false,
          "%d corrections an hour are allowed at %s, and were made"
              .formatted(settings.correctionsPerHour(), row.provider));
      return;
    }
    counted("corrected", row);
    reconciliations.change(
        transaction,
        row,
        drifting -> {
          order(transaction, drifting, now);
          drifting.status = SyncStatus.CORRECTING;
          drifting.attributes =
              Attribute.write(
                  attributes.stream()
                      .map(each ->
                          each.isDrift()
                              ? each.with(SyncStatus.CORRECTING, each.cause(), now)
                              : each)
                      .toList());
          drifting.driftedAt = drifting.driftedAt == null ? now : drifting.driftedAt;
          drifting.message = null;
        });
  }

  private void order(Transaction transaction, Reconciliation row, Instant now) {
    row.corrections++;
    row.correction =
        work.correct(
                transaction,
                new Correction(
                    row.resource(),
                    row.generation,
                    row.organization,
                    row.project,
                    row.provider,
                    row.wanted(),
                    row.corrections,
                    settings.patience()))
            .toString();
    row.correctedAt = now;
  }

  private void tell(
      Transaction transaction,
      Reconciliation row,
      List<Attribute> attributes,
      Policy policy,
      boolean givenUp,
      @Nullable String message) {
    var now = reconciliations.now();
    boolean told =
        row.status == SyncStatus.DRIFTED
            && differences(row.known()).equals(differences(attributes));
    if (told && row.givenUp == givenUp && Objects.equals(row.message, message)) {
      return;
    }
    boolean alert = !told && policy != Policy.OBSERVE;
    reconciliations.change(
        transaction,
        row,
        alert ? Reconciliations.DRIFTED : Reconciliations.UPDATED,
        Reconciliations.ACTOR,
        drifting -> {
          drifting.status = SyncStatus.DRIFTED;
          drifting.attributes = Attribute.write(attributes);
          drifting.message = message;
          drifting.givenUp = givenUp;
          drifting.driftedAt = drifting.driftedAt == null ? now : drifting.driftedAt;
        });
    if (alert) {
      counted("told", row);
      LOG.warnf(
          "%s at %s is not as desired: %s", row.resource(), row.provider, differences(attributes));
    }
  }

  private static List<String> differences(List<Attribute> attributes) {
    return attributes.stream()
        .filter(Attribute::isDrift)
        .map(each -> "%s is %s, not %s".formatted(each.name(), each.observed(), each.desired()))
        .toList();
  }

  /// A correction came to nothing.
  void refused(Transaction transaction, Reconciliation row, String message, boolean forGood) {
    var attributes =
        row.known().stream()
            .map(each ->
                each.status() == SyncStatus.CORRECTING
                    ? each.with(SyncStatus.DRIFTED, each.cause(), reconciliations.now())
                    : each)
            .toList();
    row.correction = null;
    tell(transaction, row, attributes, Policy.ALERT, forGood, message);
  }

  /// Corrects what was only told until now, because somebody wants it; no budget is asked.
  void correctNow(Transaction transaction, Reconciliation row, String actor) {
    var now = reconciliations.now();
    reconciliations.change(
        transaction,
        row,
        Reconciliations.UPDATED,
        actor,
        drifting -> {
          order(transaction, drifting, now);
          drifting.status = SyncStatus.CORRECTING;
          drifting.givenUp = false;
          drifting.message = null;
          drifting.attributes =
              Attribute.write(
                  drifting.known().stream()
                      .map(each ->
                          each.isDrift()
                              ? each.with(SyncStatus.CORRECTING, each.cause(), now)
                              : each)
                      .toList());
        });
    counted("corrected", row);
  }

  private void counted(String how, Reconciliation row) {
    metrics
        .counter("reconciliation_drifts_total", "outcome", how, "provider", row.provider)
        .increment();
  }
}
