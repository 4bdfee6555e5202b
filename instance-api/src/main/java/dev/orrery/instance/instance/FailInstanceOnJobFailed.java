package dev.orrery.instance.instance;

import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.ChangeEvent;
import dev.orrery.kit.events.EventHandler;
import dev.orrery.kit.events.Verdict;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.resource.ResourceStatus;
import dev.orrery.kit.subgraph.resource.Resources;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells an instance that waits in vain why: its job failed before any provider could report, for
/// lack of an address, say.
///
/// Safe to run twice: what has failed already is left alone. So is what is desired by now in
/// another way, because another job is about that.
@ApplicationScoped
class FailInstanceOnJobFailed implements EventHandler<FailInstanceOnJobFailed.JobSnapshot> {
  private final Resources<InstanceRow> instances;

  FailInstanceOnJobFailed(Resources<InstanceRow> instances) {
    this.instances = instances;
  }

  /// What is read of a job.
  record JobSnapshot(
      String instance, String kind, String status, int generation, @Nullable List<Step> steps) {

    record Step(String status, @Nullable Failure failure) {}

    record Failure(String code, String message) {}

    boolean hasFailedToEnsure() {
      return kind.equals("ENSURE") && status.equals("FAILED");
    }

    String reason() {
      return Objects.requireNonNullElse(steps, List.<Step>of()).stream()
          .map(Step::failure)
          .filter(Objects::nonNull)
          .map(failure -> "%s: %s".formatted(failure.code(), failure.message()))
          .findFirst()
          .orElse("the job failed");
    }
  }

  @Override
  public String consumer() {
    return "instance-fail-on-job-failed";
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
    @Nullable JobSnapshot job = event.after();
    return job != null && job.hasFailedToEnsure();
  }

  @Override
  public Verdict handle(ChangeEvent<JobSnapshot> event, Transaction transaction) {
    JobSnapshot job = event.snapshot();
    Optional<InstanceRow> found =
        instances.locked(transaction, TypeId.parse(job.instance(), "inst").uuid());
    if (found.isPresent() && waitsFor(job, found.get())) {
      instances.changed(
          transaction,
          found.get(),
          "updated",
          event.actor(),
          row -> fail(row, job.reason(), event.time()));
    }
    return new Verdict.Done();
  }

  private static boolean waitsFor(JobSnapshot job, InstanceRow instance) {
    return instance.header().status() == ResourceStatus.PENDING
        && instance.generation() == job.generation();
  }

  private static void fail(InstanceRow instance, String reason, Instant at) {
    @Nullable Observation before = instance.observation();
    instance.observe((before == null ? Observation.nothing(at) : before).saying(reason));
    instance.header().status(ResourceStatus.FAILED);
  }
}
