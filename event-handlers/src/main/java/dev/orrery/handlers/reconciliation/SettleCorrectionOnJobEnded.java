package dev.orrery.handlers.reconciliation;

import dev.orrery.handlers.jobs.ResourceWork;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.ChangeEvent;
import dev.orrery.kit.events.EventHandler;
import dev.orrery.kit.events.Verdict;
import dev.orrery.kit.ids.TypeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells a drift whose correction came to nothing. Of one that succeeded, the provider's report
/// tells more.
///
/// Safe to run twice: only the correction under way is settled, and then it is none any more.
@ApplicationScoped
class SettleCorrectionOnJobEnded implements EventHandler<SettleCorrectionOnJobEnded.JobSnapshot> {
  private final Reconciliations reconciliations;
  private final ResourceWork work;
  private final Remedy remedy;

  SettleCorrectionOnJobEnded(Reconciliations reconciliations, ResourceWork work, Remedy remedy) {
    this.reconciliations = reconciliations;
    this.work = work;
    this.remedy = remedy;
  }

  /// What is read of a job.
  record JobSnapshot(String kind, String status, TypeId instance, List<Step> steps) {

    record Step(@Nullable String message, @Nullable Failure failure) {}

    record Failure(@Nullable String kind, String code, String message) {}

    Optional<Failure> failure() {
      return steps.stream().map(Step::failure).filter(Objects::nonNull).findFirst();
    }

    boolean cameToNothing() {
      return kind.equals("RECONCILE") && (hasFailed() || wasStopped());
    }

    boolean hasFailed() {
      return status.equals("FAILED");
    }

    boolean wasStopped() {
      return status.equals("CANCELLED");
    }

    String message() {
      return failure()
          .map(failure -> "%s: %s".formatted(failure.code(), failure.message()))
          .or(() -> steps.stream().map(Step::message).filter(Objects::nonNull).findFirst())
          .orElse("the job was stopped");
    }
  }

  @Override
  public String consumer() {
    return "handlers-settle-correction";
  }

  @Override
  public Set<String> events() {
    return Set.of("job.updated");
  }

  @Override
  public Class<JobSnapshot> snapshot() {
    return JobSnapshot.class;
  }

  @Override
  public boolean concerns(ChangeEvent<JobSnapshot> event) {
    var job = event.after();
    return job != null && job.cameToNothing();
  }

  @Override
  public Verdict handle(ChangeEvent<JobSnapshot> event, Transaction transaction) {
    var job = event.snapshot();
    reconciliations
        .lock(transaction, job.instance().uuid())
        .filter(row -> event.resource().toString().equals(row.correction))
        // A newer change that took the job's place is told of by itself.
        .filter(row -> !work.isSpokenFor(transaction, row.id, row.generation))
        .ifPresent(row ->
            remedy.refused(transaction, row, job.message(), job.wasStopped() || isForGood(job)));
    return new Verdict.Done();
  }

  private static boolean isForGood(JobSnapshot job) {
    return job.failure().filter(failure -> "PERMANENT".equals(failure.kind())).isPresent();
  }
}
