package dev.orrery.provider.runner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.provider.FailureKind;
import dev.orrery.provider.Outcome;
import dev.orrery.provider.protocol.Order;
import dev.orrery.provider.protocol.Report;
import dev.orrery.provider.protocol.Report.Result;
import dev.orrery.provider.protocol.Subjects;
import dev.orrery.provider.protocol.Wire;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns outcomes into reports. The id follows from the order and the outcome alone.
final class Reports {
  private Reports() {}

  static Report of(Order order, Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Ready<?>(var observed) ->
          report(order, Result.READY, tree(observed), null, null, null);
      case Outcome.CheckAgain<?>(var after, var observed) ->
          report(
              order,
              Result.CHECK_AGAIN,
              tree(observed),
              null,
              new Report.CheckAgain(after.toMillis()),
              null);
      case Outcome.Progress<?>(var percent, var message, var after, var observed) ->
          report(
              order,
              Result.PROGRESS,
              tree(observed),
              new Report.Progress(percent, shortened(message, 1000), null),
              new Report.CheckAgain(after.toMillis()),
              null);
      case Outcome.Failed<?>(var kind, var code, var message, var observed) ->
          report(
              order,
              Result.FAILED,
              tree(observed),
              null,
              null,
              new Report.Failure(kind, code, shortened(message, 4000)));
      case Outcome.Gone<?>() -> report(order, Result.GONE, null, null, null, null);
    };
  }

  static Report progress(Order order, int percent, String message, List<String> log) {
    return report(
        order,
        Result.PROGRESS,
        null,
        new Report.Progress(percent, shortened(message, 1000), log.isEmpty() ? null : log),
        null,
        null);
  }

  /// The order was overtaken by a newer generation, of which this says what is there now.
  static Report superseded(Order order, long newerGeneration, @Nullable JsonNode observed) {
    return about(
        order,
        newerGeneration,
        Result.SUPERSEDED,
        observed,
        null,
        null,
        null,
        "" + newerGeneration);
  }

  /// The answer to a message of which no more is known than where it came in.
  static Report unreadable(Subjects.Address address, long streamSequence, String code, String why) {
    return new Report(
        Wire.PROTOCOL,
        digest("unreadable", address.toString(), Long.toString(streamSequence), code),
        address.provider(),
        address.kind(),
        address.verb(),
        address.resourceId(),
        null,
        null,
        null,
        null,
        null,
        null,
        0,
        Result.FAILED,
        null,
        null,
        null,
        new Report.Failure(FailureKind.PERMANENT, code, shortened(why, 4000)),
        Instant.now(),
        null);
  }

  /// The same report as a failure that carries no observed state.
  static Report replaced(Report report, Report.Failure failure) {
    return new Report(
        report.protocol(),
        report.id(),
        report.provider(),
        report.kind(),
        report.verb(),
        report.resourceId(),
        report.organization(),
        report.jobId(),
        report.stepId(),
        report.operationToken(),
        report.fencingToken(),
        report.attempt(),
        report.generation(),
        Result.FAILED,
        null,
        null,
        null,
        failure,
        report.at(),
        report.traceparent());
  }

  private static Report report(
      Order order,
      Result result,
      @Nullable JsonNode observed,
      Report.@Nullable Progress progress,
      Report.@Nullable CheckAgain checkAgain,
      Report.@Nullable Failure failure) {
    // What ends an order counts once however often it is found out; what does not, once a content.
    var content = result.ends() ? "" : progress + "/" + observed;
    return about(
        order, order.generation(), result, observed, progress, checkAgain, failure, content);
  }

  private static Report about(
      Order order,
      long generation,
      Result result,
      @Nullable JsonNode observed,
      Report.@Nullable Progress progress,
      Report.@Nullable CheckAgain checkAgain,
      Report.@Nullable Failure failure,
      String content) {
    return new Report(
        Wire.PROTOCOL,
        digest(
            order.provider(),
            order.resourceId(),
            order.operationToken(),
            Integer.toString(order.attempt()),
            Long.toString(order.fencingToken()),
            order.verb(),
            result.name(),
            content),
        order.provider(),
        order.kind(),
        order.verb(),
        order.resourceId(),
        order.organization(),
        order.jobId(),
        order.stepId(),
        order.operationToken(),
        order.fencingToken(),
        order.attempt(),
        generation,
        result,
        observed,
        progress,
        checkAgain,
        failure,
        Instant.now(),
        order.traceparent());
  }

  private static @Nullable JsonNode tree(@Nullable Object observed) {
    return observed == null ? null : Wire.tree(observed);
  }

  private static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }

  private static String digest(String... parts) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      for (var part : parts) {
        sha.update(part.getBytes(StandardCharsets.UTF_8));
        sha.update((byte) 0);
      }
      return "r-" + HexFormat.of().formatHex(sha.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
