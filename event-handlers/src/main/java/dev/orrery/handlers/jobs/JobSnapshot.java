package dev.orrery.handlers.jobs;

import dev.orrery.kit.ids.TypeId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A job as its events show it.
record JobSnapshot(
    TypeId id,
    JobKind kind,
    WorkStatus status,
    TypeId resource,
    long generation,
    @Nullable TypeId organization,
    @Nullable TypeId project,
    String provider,
    List<StepSnapshot> steps,
    long version,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant finishedAt) {

  record StepSnapshot(
      TypeId id,
      StepKind kind,
      WorkStatus status,
      int attempt,
      int percent,
      @Nullable String message,
      @Nullable Failure failure,
      @Nullable Instant retryAt,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt) {

    static StepSnapshot of(Step step) {
      return new StepSnapshot(
          step.typeId(),
          step.kind,
          step.status,
          step.attempt,
          step.percent,
          step.message,
          Failure.of(step),
          step.status == WorkStatus.RETRYING ? step.dueAt : null,
          step.startedAt,
          step.finishedAt);
    }
  }

  record Failure(String code, String message) {
    static @Nullable Failure of(Step step) {
      var code = step.failureCode;
      var message = step.failureMessage;
      return code == null || message == null ? null : new Failure(code, message);
    }
  }

  static JobSnapshot of(Job job, List<Step> steps) {
    return new JobSnapshot(
        job.typeId(),
        job.kind,
        job.status,
        job.resourceId(),
        job.generation,
        job.organization == null ? null : new TypeId("org", job.organization),
        job.project == null ? null : new TypeId("proj", job.project),
        job.provider,
        steps.stream().map(StepSnapshot::of).toList(),
        job.version,
        job.createdAt,
        job.updatedAt,
        job.finishedAt);
  }
}
