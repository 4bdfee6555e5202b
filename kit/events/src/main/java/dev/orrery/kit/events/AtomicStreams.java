package dev.orrery.kit.events;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Which subjects belong to a stream that takes several messages as one (`allow_atomic`: NATS 2.12,
/// ADR-50).
///
/// Asks the server, and again after a minute: a wrong answer costs a refused bundle, whose rows
/// then go one by one. A server that has just started may not answer yet, or not know the stream
/// yet that it is restoring: it is asked again a second later. Used by the relay's thread alone.
final class AtomicStreams {
  private static final Logger LOG = Logger.getLogger(AtomicStreams.class);
  private static final Duration AGE = Duration.ofMinutes(1);
  private static final Duration AGE_OF_NO_ANSWER = Duration.ofSeconds(1);

  private final Map<String, Known> known = new HashMap<>();

  private record Known(Optional<String> stream, long untilNanos) {
    static Known of(Optional<String> stream, Duration age) {
      return new Known(stream, System.nanoTime() + age.toNanos());
    }
  }

  /// The stream, or nothing when messages on this subject must go one by one.
  Optional<String> of(String subject, Connection connection) {
    String filter = filter(subject);
    Known before = known.get(filter);
    if (before != null && before.untilNanos() - System.nanoTime() > 0) {
      return before.stream();
    }
    Known answer = ask(filter, connection);
    known.put(filter, answer);
    return answer.stream();
  }

  private static Known ask(String filter, Connection connection) {
    try {
      JetStreamManagement management = connection.jetStreamManagement();
      List<String> names = management.getStreamNames(filter);
      if (names.size() == 1) {
        String name = names.getFirst();
        boolean takes = management.getStreamInfo(name).getConfiguration().getAllowAtomicPublish();
        return Known.of(takes ? Optional.of(name) : Optional.empty(), AGE);
      }
      LOG.debugf("whether %s takes batches is unknown: it is of %s", filter, names);
    } catch (IOException | JetStreamApiException | IllegalStateException unknown) {
      LOG.debugf("whether %s takes batches is unknown: %s", filter, unknown.getMessage());
    }
    return Known.of(Optional.empty(), AGE_OF_NO_ANSWER);
  }

  /// Streams are told apart by the first two parts of their subjects: `changes.instance.>`.
  private static String filter(String subject) {
    int first = subject.indexOf('.');
    int second = first < 0 ? -1 : subject.indexOf('.', first + 1);
    return second < 0 ? subject : subject.substring(0, second) + ".>";
  }
}
