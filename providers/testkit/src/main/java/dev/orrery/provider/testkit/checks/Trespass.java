package dev.orrery.provider.testkit.checks;

import dev.orrery.provider.testkit.bench.Bench;
import dev.orrery.provider.testkit.bench.Patience;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Tries, with the provider's own credentials, what they should not allow.
final class Trespass {
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private Trespass() {}

  static boolean isRefusedToPublish(Bench bench, String subject) {
    return isRefused(bench, connection -> connection.publish(subject, new byte[0]));
  }

  static boolean isRefusedToListen(Bench bench, String subject) {
    return isRefused(bench, connection -> connection.subscribe(subject));
  }

  private static boolean isRefused(Bench bench, Consumer<Connection> attempt) {
    var refused = new AtomicBoolean();
    var listener =
        new ErrorListener() {
          @Override
          public void errorOccurred(Connection connection, String error) {
            if (error.contains("Permissions Violation")) {
              refused.set(true);
            }
          }
        };
    try (var connection = bench.asProvider(listener)) {
      attempt.accept(connection);
      // The server answers in order, so after this its refusal is on its way to the listener.
      connection.flush(ANSWER);
      return Patience.until(
              Duration.ofMillis(300), () -> refused.get() ? Optional.of(true) : Optional.empty())
          .isPresent();
    } catch (TimeoutException e) {
      throw new IllegalStateException("the server does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
