package dev.orrery.handlers.jobs;

import dev.orrery.kit.ids.TypeId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One thing of a job that has to happen before the next one can.
@Entity
@Table(name = "job_step")
@SuppressWarnings("NullAway.Init")
class Step {
  @Id UUID id;
  UUID job;
  int position;

  @Enumerated(EnumType.STRING)
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

  @Column(name = "failure_code")
  @Nullable String failureCode;

  @Column(name = "failure_message")
  @Nullable String failureMessage;

  @Column(name = "due_at")
  @Nullable Instant dueAt;

  @Enumerated(EnumType.STRING)
  @Column(name = "due_action")
  @Nullable DueAction dueAction;

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

  void start(Instant now) {
    status = WorkStatus.RUNNING;
    if (startedAt == null) {
      startedAt = now;
    }
  }

  void due(DueAction action, Instant at) {
    dueAction = action;
    dueAt = at;
  }

  void finish(WorkStatus end, Instant now) {
    status = end;
    finishedAt = now;
    dueAt = null;
    dueAction = null;
    if (end == WorkStatus.SUCCEEDED) {
      percent = 100;
      failureCode = null;
      failureMessage = null;
    }
  }

  /// As if it had never begun, except that its attempts go on counting.
  void reopen() {
    status = WorkStatus.PENDING;
    failures = 0;
    percent = 0;
    message = null;
    failureCode = null;
    failureMessage = null;
    finishedAt = null;
  }

  void failure(String code, String reason) {
    failureCode = code;
    failureMessage = reason;
  }
}
