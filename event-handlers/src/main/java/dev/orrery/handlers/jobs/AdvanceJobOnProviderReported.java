package dev.orrery.handlers.jobs;

import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.MessageHandler;
import dev.orrery.kit.events.Received;
import dev.orrery.kit.events.Verdict;
import dev.orrery.kit.ids.MalformedIdException;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.provider.FailureKind;
import dev.orrery.provider.protocol.Report;
import dev.orrery.provider.protocol.Subjects;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Safe to run twice: only an answer to the step's latest order or look counts, and only while the
/// step is under way.
@ApplicationScoped
class AdvanceJobOnProviderReported implements MessageHandler<Report> {
  private final Jobs jobs;
  private final JobFlow flow;
  private final JobLogs logs;

  AdvanceJobOnProviderReported(Jobs jobs, JobFlow flow, JobLogs logs) {
    this.jobs = jobs;
    this.flow = flow;
    this.logs = logs;
  }

  @Override
  public String consumer() {
    return "handlers-advance-job-on-report";
  }

  @Override
  public String stream() {
    return Subjects.REPORTS;
  }

  @Override
  public Set<String> subjects() {
    return Set.of("reports.>");
  }

  @Override
  public Class<Report> body() {
    return Report.class;
  }

  @Override
  public boolean concerns(Received<Report> message) {
    var report = message.body();
    return switch (report.outcome()) {
      case CHECK_AGAIN -> false;
      case PROGRESS -> {
        var progress = report.progress();
        yield progress != null && !(progress.message().isEmpty() && progress.lines().isEmpty());
      }
      case READY, GONE, FAILED, SUPERSEDED -> stepOf(report).isPresent();
    };
  }

  @Override
  public Verdict handle(Received<Report> message, Transaction transaction) {
    transaction.deferWrites();
    var report = message.body();
    var step = stepOf(report);
    var found = step.flatMap(id -> jobs.ofStep(transaction, id));
    if (found.isEmpty()) {
      return new Verdict.Done();
    }
    var loaded = found.get();
    var job = loaded.job();
    // The server lets a provider publish under its own name alone, so the subject can be believed.
    if (!message.token(1).equals(job.provider)
        || !message.token(3).equals(job.resourceId().toString())) {
      return new Verdict.Reject(
          "%s reports about %s, which %s holds"
              .formatted(message.token(1), job.resourceId(), job.provider));
    }
    var current = loaded.step(step.get());
    if (current.isPresent() && !current.get().status.isOver() && !job.status.isOver()) {
      jobs.change(transaction, loaded, _ -> apply(transaction, loaded, current.get(), report));
    }
    return new Verdict.Done();
  }

  private void apply(Transaction transaction, LoadedJob loaded, Step step, Report report) {
    if (step.lookToken().equals(report.operationToken())) {
      looked(transaction, loaded, step, report);
    } else if (step.operationToken.equals(report.operationToken())
        && Objects.equals(report.fencingToken(), step.fencingToken)) {
      answered(transaction, loaded, step, report);
    }
  }

  private void answered(Transaction transaction, LoadedJob loaded, Step step, Report report) {
    switch (report.outcome()) {
      case PROGRESS -> {
        var progress = report.progress();
        if (progress != null) {
          if (!progress.message().isEmpty()) {
            step.percent = progress.percent();
            step.message = progress.message();
          }
          logs.append(transaction, step, progress.lines(), jobs.now());
        }
      }
      case CHECK_AGAIN -> {}
      case READY -> {
        if (step.kind == StepKind.REMOVE) {
          flow.retry(
              loaded,
              step,
              DueAction.ORDER,
              FailureKind.TRANSIENT,
              "STILL_THERE",
              "the provider says it still exists");
        } else {
          flow.succeed(transaction, loaded, step);
        }
      }
      case GONE -> {
        if (step.kind == StepKind.REMOVE) {
          flow.succeed(transaction, loaded, step);
        } else {
          flow.retry(
              loaded,
              step,
              DueAction.ORDER,
              FailureKind.TRANSIENT,
              "NOT_THERE",
              "the provider says it does not exist");
        }
      }
      case FAILED -> {
        var failure = failureOf(report);
        logs.append(
            transaction,
            step,
            List.of("%s: %s".formatted(failure.code(), failure.message())),
            jobs.now());
        failed(loaded, step, failure, DueAction.ORDER);
      }
      case SUPERSEDED ->
          flow.cancel(transaction, loaded, "the provider has seen a newer generation");
    }
  }

  /// Whatever is there, `ensure` and `remove` start from it.
  private void looked(Transaction transaction, LoadedJob loaded, Step step, Report report) {
    switch (report.outcome()) {
      case PROGRESS, CHECK_AGAIN -> {}
      case READY, SUPERSEDED -> flow.order(transaction, loaded, step);
      case GONE -> {
        if (step.kind == StepKind.REMOVE) {
          flow.succeed(transaction, loaded, step);
        } else {
          flow.order(transaction, loaded, step);
        }
      }
      case FAILED -> failed(loaded, step, failureOf(report), DueAction.LOOK);
    }
  }

  private void failed(
      LoadedJob loaded, Step step, Report.Failure failure, DueAction afterTransient) {
    switch (failure.kind()) {
      case TRANSIENT ->
          flow.retry(
              loaded, step, afterTransient, failure.kind(), failure.code(), failure.message());
      case UNKNOWN ->
          flow.retry(
              loaded, step, DueAction.LOOK, failure.kind(), failure.code(), failure.message());
      case PERMANENT -> flow.fail(loaded, step, failure.kind(), failure.code(), failure.message());
    }
  }

  private static Report.Failure failureOf(Report report) {
    var failure = report.failure();
    return failure == null
        ? new Report.Failure(FailureKind.UNKNOWN, "UNSAID", "the report does not say why")
        : failure;
  }

  private static Optional<UUID> stepOf(Report report) {
    var step = report.stepId();
    if (step == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(TypeId.parse(step, "step").uuid());
    } catch (MalformedIdException notOurs) {
      return Optional.empty();
    }
  }
}
