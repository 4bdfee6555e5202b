package dev.orrery.handlers.jobs;

import dev.orrery.provider.FailureKind;
import dev.orrery.provider.protocol.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A step as the public sees it, in the graph and in events.
record StepView(
    String id,
    StepKind kind,
    WorkStatus status,
    int attempt,
    int percent,
    @Nullable String message,
    @Nullable Failure failure,
    @Nullable Instant retryAt,
    @Nullable Instant deadline,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {

  /// Why a step failed.
  record Failure(@Nullable FailureKind kind, String code, String message) {
    static @Nullable Failure of(Step step) {
      var code = step.failureCode;
      var message = step.failureMessage;
      return code == null || message == null ? null : new Failure(step.failureKind, code, message);
    }
  }

  static StepView of(Step step) {
    return new StepView(
        step.typeId().toString(),
        step.kind,
        step.status,
        step.attempt,
        step.percent,
        step.message,
        Failure.of(step),
        step.status == WorkStatus.RETRYING ? step.dueAt : null,
        step.deadline,
        step.startedAt,
        step.finishedAt);
  }

  static String write(List<Step> steps) {
    return new String(
        Wire.write(steps.stream().map(StepView::of).toList()), StandardCharsets.UTF_8);
  }

  /// What `write` wrote, as the graph and the events want it.
  static List<Map<?, ?>> read(String json) {
    try {
      return List.of(Wire.read(json.getBytes(StandardCharsets.UTF_8), Map[].class));
    } catch (IOException e) {
      throw new IllegalStateException("the steps of a job cannot be read: " + json, e);
    }
  }
}
