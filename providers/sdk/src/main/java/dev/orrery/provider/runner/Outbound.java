package dev.orrery.provider.runner;

import dev.orrery.provider.FailureKind;
import dev.orrery.provider.protocol.Report;
import dev.orrery.provider.protocol.Subjects;
import dev.orrery.provider.protocol.Wire;
import io.nats.client.JetStreamApiException;
import io.nats.client.PublishOptions;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Sends, and returns once the stream has it.
final class Outbound {
  private static final System.Logger LOG = System.getLogger(Outbound.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final Link link;

  Outbound(Link link) {
    this.link = link;
  }

  /// Publishes the report as often as it takes. A duplicate that this may cause carries the same
  /// message id and is dropped by the stream.
  ///
  /// @return false when the runner was closed before the stream had it
  boolean report(Report report) {
    var subject = Subjects.report(report.provider(), report.kind(), report.resourceId());
    return publish(subject, Wire.write(report), report.id(), null);
  }

  /// A report that nobody waits for: what cannot be sent now is dropped.
  void mention(Report report) {
    try {
      var connection = link.connection();
      connection.publish(
          Subjects.report(report.provider(), report.kind(), report.resourceId()),
          new Headers().put("Nats-Msg-Id", report.id()),
          Wire.write(report));
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "progress not sent", e);
    }
  }

  /// Parks a message that names nothing to report about.
  boolean deadLetter(String provider, byte[] body, String id, String reason, String subject) {
    var headers = new Headers().put("Orrery-Reason", reason);
    return publish(Subjects.deadLetter(provider, subject), body, id, headers);
  }

  boolean publish(String subject, byte[] body, @Nullable String id, @Nullable Headers headers) {
    var pause = FIRST_PAUSE;
    var options = PublishOptions.builder().messageId(id).build();
    String lastError = "";
    while (link.isOpen()) {
      try {
        link.connection().jetStream().publish(subject, headers, body, options);
        return true;
      } catch (IOException | JetStreamApiException | IllegalStateException e) {
        if (!lastError.equals(e.toString())) {
          lastError = e.toString();
          LOG.log(System.Logger.Level.WARNING, "{0} waits to be sent: {1}", subject, lastError);
        }
        link.pause(pause);
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
      }
    }
    return false;
  }

  /// The report, or in its place one that fits into a message.
  Report fitting(Report report) throws IOException {
    long most = link.connection().getMaxPayload() - 4096;
    return Wire.write(report).length <= most ? report : tooLarge(report, most);
  }

  private static Report tooLarge(Report report, long most) {
    return Reports.replaced(
        report,
        new Report.Failure(
            FailureKind.PERMANENT,
            "REPORT_TOO_LARGE",
            "what was observed does not fit into a message of %d bytes".formatted(most)));
  }
}
