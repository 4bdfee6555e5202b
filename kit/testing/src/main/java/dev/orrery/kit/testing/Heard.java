package dev.orrery.kit.testing;

import io.nats.client.Connection;
import io.nats.client.IterableConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.OrderedConsumerContext;
import io.nats.client.api.OrderedConsumerConfiguration;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a stream has to say, for tests that wait for events.
public final class Heard {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Heard() {}

  /// Reads a stream from its beginning until it has given that many messages on the subject.
  ///
  /// @throws AssertionError when they do not come within half a minute
  public static List<JsonPath> on(NatsForTests nats, String stream, String subject, int count) {
    return on(nats, stream, subject, count, _ -> true);
  }

  /// The same, where others are talking on the subject, too.
  ///
  /// @param wanted which messages count
  public static List<JsonPath> on(
      NatsForTests nats, String stream, String subject, int count, Predicate<JsonPath> wanted) {
    List<JsonPath> messages = new ArrayList<>();
    Instant end = Instant.now().plus(PATIENCE);
    try (Connection connection = nats.connect()) {
      OrderedConsumerContext reader =
          connection
              .getStreamContext(stream)
              .createOrderedConsumer(new OrderedConsumerConfiguration().filterSubject(subject));
      try (IterableConsumer consumer = reader.iterate()) {
        while (messages.size() < count && Instant.now().isBefore(end)) {
          @Nullable Message message = consumer.nextMessage(Duration.ofMillis(500));
          if (message != null) {
            JsonPath read = JsonPath.from(new String(message.getData(), StandardCharsets.UTF_8));
            if (wanted.test(read)) {
              messages.add(read);
            }
          }
        }
      }
    } catch (IOException | JetStreamApiException broken) {
      throw new IllegalStateException("cannot read the stream " + stream, broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    } catch (Exception closing) {
      throw new IllegalStateException("cannot leave the stream " + stream, closing);
    }
    if (messages.size() < count) {
      throw new AssertionError(
          "%d of %d messages on %s within %s".formatted(messages.size(), count, subject, PATIENCE));
    }
    return messages;
  }
}
