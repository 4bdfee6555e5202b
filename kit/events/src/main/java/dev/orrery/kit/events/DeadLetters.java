package dev.orrery.kit.events;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.MessageInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What consumers gave up on, for an operator: to look at, to drive again, to throw away.
///
/// Knows NATS alone, so that a command-line tool can use it. The connection must be allowed to
/// publish the original subjects.
public final class DeadLetters {
  private static final int NO_MESSAGE_FOUND = 10037;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Connection connection;

  public DeadLetters(Connection connection) {
    this.connection = connection;
  }

  /// A dead letter and its place in the stream of dead letters.
  public record Parked(long place, DeadLetter letter) {}

  /// The dead letters of a consumer, or of all, oldest first.
  public List<Parked> list(@Nullable String consumer) throws IOException, JetStreamApiException {
    String subject = consumer == null ? "deadletters.>" : Subjects.ofDeadLetter(consumer, ">");
    JetStreamManagement management = connection.jetStreamManagement();
    List<Parked> parked = new ArrayList<>();
    long next = 1;
    while (true) {
      MessageInfo message;
      try {
        message = management.getNextMessage(DeadLetter.STREAM, next, subject);
      } catch (JetStreamApiException end) {
        if (end.getApiErrorCode() == NO_MESSAGE_FOUND) {
          return parked;
        }
        throw end;
      }
      String body = new String(message.getData(), StandardCharsets.UTF_8);
      parked.add(
          new Parked(message.getSeq(), EventJson.as(EventJson.parse(body), DeadLetter.class)));
      next = message.getSeq() + 1;
    }
  }

  /// Sends the original message again, to the one consumer that gave it up, and takes the letter
  /// out. Its inbox does not know the message, for nothing of it took effect.
  ///
  /// Doing so twice is harmless: the stream recognises the second, or else the inbox does.
  ///
  /// @throws IOException when it is not certain that the stream has the message; the letter stays
  public void redrive(Parked parked) throws IOException, JetStreamApiException {
    DeadLetter letter = parked.letter();
    Map<String, String> headers = new LinkedHashMap<>(letter.headers());
    headers.put(Headers.ONLY, letter.consumer());
    String original =
        letter.messageId().isEmpty()
            ? letter.stream() + ":" + letter.sequence()
            : letter.messageId();
    headers.keySet().removeIf(Headers::isOfOnePublish);
    headers.put(Headers.ORIGINAL_ID, original);
    try {
      Publishing.publish(
          connection.jetStream(),
          letter.subject(),
          "redrive:%s:%d".formatted(DeadLetter.STREAM, parked.place()),
          headers,
          letter.body(),
          TIMEOUT);
    } catch (Publishing.Refused | Publishing.Unknown notSent) {
      throw new IOException(
          "dead letter %d was not driven again: %s".formatted(parked.place(), notSent.getMessage()),
          notSent);
    }
    discard(parked);
  }

  /// Throws a dead letter away for good.
  public void discard(Parked parked) throws IOException, JetStreamApiException {
    connection.jetStreamManagement().deleteMessage(DeadLetter.STREAM, parked.place());
  }
}
