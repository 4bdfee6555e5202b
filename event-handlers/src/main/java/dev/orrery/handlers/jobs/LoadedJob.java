package dev.orrery.handlers.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A job with its steps in order. Whoever has one holds the lock of its resource.
record LoadedJob(Job job, List<Step> steps) {

  /// The step the job is at; empty when all are done.
  Optional<Step> current() {
    return steps.stream().filter(step -> step.status != WorkStatus.SUCCEEDED).findFirst();
  }

  /// When it is next too late for something.
  Instant expiresAt() {
    var whole = job.deadline;
    return current()
        .map(step -> step.deadline)
        .filter(deadline -> deadline.isBefore(whole))
        .orElse(whole);
  }

  Optional<Step> step(UUID id) {
    return steps.stream().filter(step -> step.id.equals(id)).findFirst();
  }
}
