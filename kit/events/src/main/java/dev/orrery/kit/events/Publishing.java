package dev.orrery.kit.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.PublishOptions;
import io.nats.client.api.PublishAck;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A publish, and the three ways it can end: stored, refused, unknown.
final class Publishing {
  private Publishing() {}

  /// The server said no. The same message will meet the same answer until somebody acts.
  static final class Refused extends Exception {
    Refused(Throwable cause) {
      super(cause.getMessage(), cause);
    }
  }

  /// Nobody knows whether the message was stored. Sending it again with its id is right.
  static final class Unknown extends Exception {
    Unknown(Throwable cause) {
      super(cause.toString(), cause);
    }
  }

  /// Returns once the stream has stored the message, or had stored it before.
  static PublishAck publish(
      JetStream jetStream,
      String subject,
      String messageId,
      Map<String, String> headers,
      String body,
      Duration timeout)
      throws Refused, Unknown {
    try {
      return jetStream
          .publishAsync(
              subject,
              headers(headers),
              body.getBytes(StandardCharsets.UTF_8),
              PublishOptions.builder().messageId(messageId).build())
          .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      throw told(failed);
    } catch (IllegalArgumentException malformed) {
      throw new Refused(malformed);
    } catch (TimeoutException | IllegalStateException away) {
      throw new Unknown(away);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Unknown(stopped);
    }
  }

  /// Returns once one stream has stored all of the messages, one after the other; when it refuses,
  /// it has stored none. It does so also when it had stored one of them before, or when one is on a
  /// subject of another stream. NATS 2.12, ADR-50.
  ///
  /// @return the stream's name
  static String publishTogether(Connection connection, List<OutboxRow> rows, Duration timeout)
      throws Refused, Unknown {
    String batch = UUID.randomUUID().toString();
    try {
      for (int sequence = 1; sequence < rows.size(); sequence++) {
        OutboxRow row = rows.get(sequence - 1);
        connection.publish(row.subject(), headers(row, batch, sequence), body(row));
      }
      OutboxRow last = rows.getLast();
      io.nats.client.impl.Headers commit = headers(last, batch, rows.size());
      commit.put(Headers.BATCH_COMMIT, "1");
      Message answer =
          connection
              .requestWithTimeout(last.subject(), commit, body(last), timeout)
              .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return stream(
          EventJson.parse(new String(answer.getData(), StandardCharsets.UTF_8)), rows.size());
    } catch (ExecutionException failed) {
      throw told(failed);
    } catch (IllegalArgumentException | UnreadableMessage | CancellationException refused) {
      throw new Refused(refused);
    } catch (TimeoutException | IllegalStateException away) {
      throw new Unknown(away);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Unknown(stopped);
    }
  }

  private static String stream(JsonNode answer, int rows) throws Refused {
    // A server that knows no batches stores each message and counts none.
    if (answer.has("error") || answer.path("count").asInt() != rows) {
      throw new Refused(new IllegalArgumentException(answer.toString()));
    }
    return answer.path("stream").asText();
  }

  private static io.nats.client.impl.Headers headers(OutboxRow row, String batch, int sequence) {
    io.nats.client.impl.Headers headers = headers(row.headers());
    headers.put(Headers.MESSAGE_ID, row.messageId());
    headers.put(Headers.BATCH_ID, batch);
    headers.put(Headers.BATCH_SEQUENCE, String.valueOf(sequence));
    return headers;
  }

  private static io.nats.client.impl.Headers headers(Map<String, String> headers) {
    io.nats.client.impl.Headers sent = new io.nats.client.impl.Headers();
    headers.forEach((name, value) -> sent.put(name, value));
    return sent;
  }

  private static byte[] body(OutboxRow row) {
    return row.body().getBytes(StandardCharsets.UTF_8);
  }

  private static Unknown told(ExecutionException failed) throws Refused {
    for (@Nullable Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof JetStreamApiException) {
        throw new Refused(cause);
      }
      // jnats words it so when no stream takes the subject, or JetStream is still starting.
      if (cause.getMessage() != null && cause.getMessage().contains("503")) {
        throw new Refused(cause);
      }
    }
    return new Unknown(failed);
  }
}
