package dev.orrery.handlers.reconciliation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.handlers.jobs.ResourceWork;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.MalformedIdException;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.provider.FailureKind;
import dev.orrery.provider.protocol.Report;
import dev.orrery.provider.protocol.Wire;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Decides what a report means. A drift counts only while no job changes the resource, and only
/// when no newer order was given since somebody looked: so what is desired last always wins.
@ApplicationScoped
class Judgement {
  private static final UUID NO_JOB = new UUID(0, 0);

  private final Reconciliations reconciliations;
  private final ResourceWork work;
  private final Remedy remedy;

  Judgement(Reconciliations reconciliations, ResourceWork work, Remedy remedy) {
    this.reconciliations = reconciliations;
    this.work = work;
    this.remedy = remedy;
  }

  /// @param row locked
  void pass(Transaction transaction, Reconciliation row, Report report) {
    switch (report.outcome()) {
      case READY -> seen(transaction, row, report, report.observed());
      case GONE -> seen(transaction, row, report, null);
      case FAILED -> failed(transaction, row, report);
      case SUPERSEDED, PROGRESS, CHECK_AGAIN -> {}
    }
  }

  private void seen(
      Transaction transaction, Reconciliation row, Report report, @Nullable JsonNode observed) {
    var now = reconciliations.now();
    boolean achieved = report.verb().equals("ensure") && observed != null;
    var attributes = Comparison.of(desired(transaction, row), observed, row.known(), achieved, now);
    boolean drift = attributes.stream().anyMatch(Attribute::isDrift);
    boolean news = drift || row.status != SyncStatus.IN_SYNC || !attributes.equals(row.known());
    if (!news || drift && isOvertaken(transaction, row, report, achieved)) {
      reconciliations.seenAgain(transaction, row.id, now);
      return;
    }
    row.answered = true;
    row.observedAt = now;
    if (drift) {
      remedy.drifted(transaction, row, attributes, achieved);
    } else {
      reconciliations.change(transaction, row, matching -> inSync(matching, attributes));
    }
  }

  private static void inSync(Reconciliation row, List<Attribute> attributes) {
    row.status = SyncStatus.IN_SYNC;
    row.attributes = Attribute.write(attributes);
    row.message = null;
    row.givenUp = false;
    row.correction = null;
    row.driftedAt = null;
  }

  /// Takes the resource's lock.
  ///
  /// @param achieved whether its provider says that it is done: then the job that this report ends
  ///   changes nothing any more, whether or not it has heard so
  private boolean isOvertaken(
      Transaction transaction, Reconciliation row, Report report, boolean achieved) {
    var job = achieved ? job(report) : NO_JOB;
    if (work.isSpokenFor(transaction, row.id, row.generation, job)) {
      return true;
    }
    var token = report.fencingToken();
    return token == null || token < work.newestToken(transaction, row.id);
  }

  private static UUID job(Report report) {
    var id = report.jobId();
    try {
      return id == null ? NO_JOB : TypeId.parse(id, "job").uuid();
    } catch (MalformedIdException notOurs) {
      return NO_JOB;
    }
  }

  /// A job that fails to make it so tells that itself.
  private void failed(Transaction transaction, Reconciliation row, Report report) {
    if (!report.verb().equals("observe")) {
      return;
    }
    var failure =
        Objects.requireNonNullElse(
            report.failure(),
            new Report.Failure(FailureKind.UNKNOWN, "UNSAID", "the report does not say why"));
    var message = "%s: %s".formatted(failure.code(), failure.message());
    row.answered = true;
    reconciliations.change(transaction, row, unseen -> unseen(unseen, message));
  }

  private static void unseen(Reconciliation row, String message) {
    if (row.status == SyncStatus.IN_SYNC || row.status == SyncStatus.UNKNOWN) {
      row.status = SyncStatus.UNKNOWN;
      row.message = message;
    }
  }

  private JsonNode desired(Transaction transaction, Reconciliation row) {
    return Wire.tree(row.wanted().at(work.addresses(transaction, row.id)));
  }
}
