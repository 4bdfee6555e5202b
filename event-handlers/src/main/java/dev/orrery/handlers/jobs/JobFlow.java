package dev.orrery.handlers.jobs;

import dev.orrery.handlers.secret.SealedSecrets;
import dev.orrery.kit.database.Transaction;
import dev.orrery.provider.FailureKind;
import dev.orrery.provider.protocol.Wire;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/// Carries a job from step to step. Each method is called with the resource's lock held and inside
/// `Jobs.change`.
@ApplicationScoped
class JobFlow {
  private final Jobs jobs;
  private final JobResources resources;
  private final Addresses addresses;
  private final Orders orders;
  private final JobQueue queue;
  private final SealedSecrets sealed;
  private final Served served;
  private final JobSettings settings;
  private final Backoff backoff;

  JobFlow(
      Jobs jobs,
      JobResources resources,
      Addresses addresses,
      Orders orders,
      JobQueue queue,
      SealedSecrets sealed,
      Served served,
      JobSettings settings) {
    this.jobs = jobs;
    this.resources = resources;
    this.addresses = addresses;
    this.orders = orders;
    this.queue = queue;
    this.sealed = sealed;
    this.served = served;
    this.settings = settings;
    this.backoff = new Backoff(settings.backoff(), settings.longestBackoff());
  }

  /// Starts whatever can be started now; ends the job when nothing is left.
  void advance(Transaction transaction, LoadedJob loaded) {
    var job = loaded.job();
    if (job.status.isOver()) {
      return;
    }
    var current = loaded.current();
    if (current.isEmpty()) {
      job.finish(WorkStatus.SUCCEEDED, jobs.now());
      return;
    }
    var step = current.get();
    if (step.status == WorkStatus.PENDING && job.kind != JobKind.REMOVE) {
      var refusal = served.refusal(transaction, job);
      if (refusal.isPresent()) {
        fail(loaded, step, FailureKind.PERMANENT, refusal.get().code(), refusal.get().message());
        return;
      }
    }
    switch (step.kind) {
      case ADDRESS -> {
        job.status = WorkStatus.RUNNING;
        awaitAddress(transaction, loaded, step);
      }
      case PROVISION, REMOVE, CORRECT -> {
        if (step.status == WorkStatus.PENDING) {
          orderInTurn(transaction, loaded, step);
        }
      }
    }
  }

  private void awaitAddress(Transaction transaction, LoadedJob loaded, Step step) {
    var resource = loaded.job().resource;
    step.start(jobs.now(), settings.stepDeadline());
    if (!addresses.of(transaction, resource).isEmpty()) {
      succeed(transaction, loaded, step);
      return;
    }
    var refusal = addresses.refusalOf(transaction, resource);
    if (refusal.isPresent()) {
      fail(loaded, step, FailureKind.PERMANENT, refusal.get().code(), refusal.get().message());
    }
  }

  /// Does what a step put off until now.
  void doWhatIsDue(Transaction transaction, LoadedJob loaded) {
    var now = jobs.now();
    for (var step : loaded.steps()) {
      var at = step.dueAt;
      var action = step.dueAction;
      if (at != null && action != null && !at.isAfter(now)) {
        switch (action) {
          case ORDER -> orderInTurn(transaction, loaded, step);
          case LOOK -> lookAgain(transaction, loaded, step);
        }
      }
    }
  }

  /// A provider that never answers is asked a few times, and then given up.
  private void lookAgain(Transaction transaction, LoadedJob loaded, Step step) {
    if (step.status != WorkStatus.RETRYING) {
      step.failures++;
      if (step.failures >= settings.mostFailures()) {
        fail(
            loaded,
            step,
            FailureKind.UNKNOWN,
            "NO_ANSWER",
            "%s did not answer %d times".formatted(loaded.job().provider, step.failures));
        return;
      }
    }
    step.status = WorkStatus.RUNNING;
    look(transaction, loaded, step);
  }

  /// Sends the step's order, or lets it wait until the provider has room for it.
  private void orderInTurn(Transaction transaction, LoadedJob loaded, Step step) {
    var job = loaded.job();
    if (queue.isOpen(transaction, job.provider)) {
      order(transaction, loaded, step);
    } else {
      step.rest();
      job.queuedAt = jobs.now();
    }
  }

  /// The provider has room now.
  void takeTurn(Transaction transaction, LoadedJob loaded) {
    if (loaded.job().queuedAt != null) {
      loaded.current().ifPresent(step -> order(transaction, loaded, step));
    }
  }

  /// Sends the step's order under a new fencing token, so that an answer to an older one no longer
  /// counts.
  void order(Transaction transaction, LoadedJob loaded, Step step) {
    var job = loaded.job();
    var now = jobs.now();
    var secrets =
        sealed.of(
            transaction, job.secretsByName(), job.refusedSecrets(), job.organization, job.provider);
    var unusable = secrets.unusable();
    if (unusable != null && step.kind != StepKind.REMOVE) {
      fail(loaded, step, FailureKind.PERMANENT, "SECRET_NOT_USABLE", unusable);
      return;
    }
    job.status = WorkStatus.RUNNING;
    job.queuedAt = null;
    step.start(now, settings.stepDeadline());
    var deadline = orderDeadline(job, step, now);
    step.attempt++;
    step.fencingToken = resources.nextToken(transaction, job.resource);
    step.due(DueAction.LOOK, deadline.plus(settings.grace()));
    switch (step.kind) {
      case PROVISION, CORRECT ->
          orders.ensure(
              transaction,
              job,
              step,
              desired(job).at(addresses.of(transaction, job.resource)),
              secrets.sealed(),
              deadline);
      case REMOVE -> orders.remove(transaction, job, step, deadline);
      case ADDRESS -> throw new IllegalStateException("an address is not ordered, but awaited");
    }
  }

  /// Takes up a failed job where it failed, with as many attempts as at first. The caller knows
  /// that no newer job took its place.
  void reopen(Transaction transaction, LoadedJob loaded) {
    var job = loaded.job();
    if (job.status != WorkStatus.FAILED) {
      return;
    }
    var now = jobs.now();
    var unclear = loaded.current().filter(step -> step.wasStopped() && step.attempt > 0);
    loaded.steps().stream()
        .filter(step -> step.status != WorkStatus.SUCCEEDED)
        .forEach(Step::reopen);
    job.status = WorkStatus.PENDING;
    job.finishedAt = null;
    job.deadline = now.plus(settings.deadline());
    unclear.ifPresentOrElse(
        step -> {
          step.status = WorkStatus.RETRYING;
          job.status = WorkStatus.RETRYING;
          step.due(DueAction.LOOK, now);
        },
        () -> advance(transaction, loaded));
  }

  /// Asks what is there, after a failure of which nobody knows what it did.
  void look(Transaction transaction, LoadedJob loaded, Step step) {
    var deadline = orderDeadline(loaded.job(), step, jobs.now());
    step.looks++;
    step.due(DueAction.LOOK, deadline.plus(settings.grace()));
    orders.observe(transaction, loaded.job(), step, deadline);
  }

  void succeed(Transaction transaction, LoadedJob loaded, Step step) {
    step.finish(WorkStatus.SUCCEEDED, jobs.now());
    advance(transaction, loaded);
  }

  /// Does `action` after a wait that grows with each failure; too many of them end the job.
  void retry(
      LoadedJob loaded,
      Step step,
      DueAction action,
      FailureKind kind,
      String code,
      String message) {
    step.failures++;
    if (step.failures >= settings.mostFailures()) {
      fail(loaded, step, kind, code, message);
      return;
    }
    step.failure(kind, code, message);
    step.status = WorkStatus.RETRYING;
    loaded.job().status = WorkStatus.RETRYING;
    step.due(action, jobs.now().plus(backoff.after(step.failures, ThreadLocalRandom.current())));
  }

  void fail(LoadedJob loaded, Step step, FailureKind kind, String code, String message) {
    var now = jobs.now();
    step.failure(kind, code, message);
    step.finish(WorkStatus.FAILED, now);
    loaded.steps().stream()
        .filter(other -> other.status == WorkStatus.PENDING)
        .forEach(other -> other.finish(WorkStatus.CANCELLED, now));
    loaded.job().finish(WorkStatus.FAILED, now);
  }

  /// Ends a job that is not over, and tells the provider when it has an order of it.
  void cancel(Transaction transaction, LoadedJob loaded, String reason) {
    var now = jobs.now();
    for (var step : loaded.steps()) {
      if (step.attempt > 0 && !step.status.isOver()) {
        orders.cancel(transaction, loaded.job(), step, reason);
      }
      if (!step.status.isOver()) {
        step.message = reason;
        step.finish(WorkStatus.CANCELLED, now);
      }
    }
    loaded.job().finish(WorkStatus.CANCELLED, now);
  }

  /// Ends a job that took too long, or whose step did, and tells the provider when it has an order
  /// of it.
  void expire(Transaction transaction, LoadedJob loaded) {
    var job = loaded.job();
    var now = jobs.now();
    var current = loaded.current();
    if (job.status.isOver() || current.isEmpty()) {
      return;
    }
    var step = current.get();
    boolean whole = !job.deadline.isAfter(now);
    if (!whole && !step.isTooLate(now)) {
      return;
    }
    var reason =
        "%s was not done by %s"
            .formatted(whole ? "the job" : "the step", whole ? job.deadline : step.deadline);
    if (step.attempt > 0) {
      orders.cancel(transaction, job, step, reason);
    }
    fail(loaded, step, FailureKind.UNKNOWN, whole ? Step.JOB_DEADLINE : Step.STEP_DEADLINE, reason);
  }

  /// Ends the removal of an instance whose provider will never say that it is gone. The order stays
  /// where it is: should the provider come back all the same, it carries it out.
  void abandon(LoadedJob loaded, String by, String reason) {
    var job = loaded.job();
    var now = jobs.now();
    for (var step : loaded.steps()) {
      if (!step.status.isOver()) {
        step.message = reason;
        step.finish(WorkStatus.CANCELLED, now);
      }
    }
    job.abandonedBy = by;
    job.abandonedReason = reason;
    job.finish(WorkStatus.CANCELLED, now);
  }

  /// An order never outlives what it is for.
  private Instant orderDeadline(Job job, Step step, Instant now) {
    var own = now.plus(settings.orderDeadline());
    return Collections.min(
        List.of(own, job.deadline, Objects.requireNonNullElse(step.deadline, own)));
  }

  private static DesiredCompute desired(Job job) {
    try {
      return Wire.read(job.desired.getBytes(StandardCharsets.UTF_8), DesiredCompute.class);
    } catch (IOException e) {
      throw new IllegalStateException("job %s has no readable desired state".formatted(job.id), e);
    }
  }
}
