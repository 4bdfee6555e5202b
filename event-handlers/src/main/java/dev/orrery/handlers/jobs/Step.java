package dev.orrery.handlers.jobs;

import dev.orrery.kit.ids.TypeId;
import dev.orrery.provider.FailureKind;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One thing of a job that has to happen before the next one can.
@Entity
@Table(name = "job_step")
@SuppressWarnings("NullAway.Init")
class Step {
  static final String STEP_DEADLINE = "STEP_DEADLINE_EXCEEDED";
  static final String JOB_DEADLINE = "JOB_DEADLINE_EXCEEDED";

  @Id UUID id;

  @Column(updatable = false)
  UUID job;

  @Column(updatable = false)
  int position;

  @Enumerated(EnumType.STRING)
  @Column(updatable = false)
  StepKind kind;

  @Enumerated(EnumType.STRING)
  WorkStatus status;

  @Column(name = "operation_token")
  String operationToken;

  @Column(name = "fencing_token")
  long fencingToken;

  int attempt;
  int looks;
  int failures;
  int percent;
  @Nullable String message;

  @Enumerated(EnumType.STRING)
  @Column(name = "failure_kind")
  @Nullable FailureKind failureKind;

  @Column(name = "failure_code")
  @Nullable String failureCode;

  @Column(name = "failure_message")
  @Nullable String failureMessage;

  @Column(name = "due_at")
  @Nullable Instant dueAt;

  @Enumerated(EnumType.STRING)
  @Column(name = "due_action")
  @Nullable DueAction dueAction;

  @Nullable Instant deadline;

  @Column(name = "log_lines")
  long logLines;

  @Column(name = "started_at")
  @Nullable Instant startedAt;

  @Column(name = "finished_at")
  @Nullable Instant finishedAt;

  /// For Hibernate.
  protected Step() {}

  TypeId typeId() {
    return new TypeId("step", id);
  }

  /// Names the look under way, so that an answer to an older one is not taken for it.
  String lookToken() {
    return "%s:look:%d".formatted(operationToken, looks);
  }

  /// @param most how long it may take, from the first time it is started
  void start(Instant now, Duration most) {
    status = WorkStatus.RUNNING;
    if (startedAt == null) {
      startedAt = now;
    }
    if (deadline == null) {
      deadline = now.plus(most);
    }
  }

  /// Whether its provider has an order of it, or a question about one, that is not answered.
  boolean isInFlight() {
    return kind.isOrdered() && status == WorkStatus.RUNNING;
  }

  void due(DueAction action, Instant at) {
    dueAction = action;
    dueAt = at;
  }

  boolean isTooLate(Instant now) {
    return deadline != null && !deadline.isAfter(now);
  }

  /// Nothing happens by itself until somebody says so.
  void rest() {
    dueAction = null;
    dueAt = null;
  }

  void finish(WorkStatus end, Instant now) {
    status = end;
    finishedAt = now;
    rest();
    if (end == WorkStatus.SUCCEEDED) {
      percent = 100;
      failureKind = null;
      failureCode = null;
      failureMessage = null;
    }
  }

  /// As if it had never begun, except that its attempts go on counting.
  void reopen() {
    if (wasStopped() && attempt > 0) {
      // The provider was told to leave the old operation alone, and keeps to that.
      operationToken = "%s:again:%d".formatted(operationToken, attempt);
    }
    status = WorkStatus.PENDING;
    deadline = null;
    failures = 0;
    percent = 0;
    message = null;
    failureKind = null;
    failureCode = null;
    failureMessage = null;
    finishedAt = null;
  }

  /// Whether it ended because it took too long, so that nobody knows what its last order did.
  boolean wasStopped() {
    return STEP_DEADLINE.equals(failureCode) || JOB_DEADLINE.equals(failureCode);
  }

  void failure(FailureKind kind, String code, String reason) {
    failureKind = kind;
    failureCode = code;
    failureMessage = reason;
  }
}
