package dev.orrery.kit.events;

import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.PublishOptions;
import io.nats.client.api.PublishAck;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One publish, and the three ways it can end: stored, refused, unknown.
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
    io.nats.client.impl.Headers sent = new io.nats.client.impl.Headers();
    headers.forEach((name, value) -> sent.put(name, value));
    try {
      return jetStream
          .publishAsync(
              subject,
              sent,
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
