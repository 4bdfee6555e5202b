package dev.orrery.handlers.jobs;

/// Where a job or a step is.
enum WorkStatus {
  PENDING,
  RUNNING,
  SUCCEEDED,
  FAILED,
  RETRYING,
  CANCELLED;

  boolean isOver() {
    return switch (this) {
      case PENDING, RUNNING, RETRYING -> false;
      case SUCCEEDED, FAILED, CANCELLED -> true;
    };
  }
}
