package dev.orrery.kit.events;

import dev.orrery.kit.background.RecurringWork;
import io.nats.client.Connection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Notices a NATS server that is there and does nothing: frozen, or stuck in front of its disk.
///
/// A server that is gone says so at once, and its absence is no reason to refuse anything. One that
/// takes a message and never acknowledges it looks healthy from the outside. So each process
/// publishes a message every few seconds to a stream that keeps one for each process, and waits for
/// the acknowledgement.
final class Watchdog {
  static final String SUBJECT = "watchdog.";

  private static final Logger LOG = Logger.getLogger(Watchdog.class);
  private static final int NATS_PORT = 4222;

  private final NatsLink nats;
  private final URI server;
  private final String subject;
  private final EventSettings settings;
  private final EventMetrics metrics;
  private final RecurringWork work;
  private volatile boolean wedged;

  Watchdog(
      String process,
      NatsLink nats,
      NatsSettings natsSettings,
      EventSettings settings,
      EventMetrics metrics) {
    this.nats = nats;
    this.server = URI.create(natsSettings.url());
    this.subject = SUBJECT + Subjects.token(process);
    this.settings = settings;
    this.metrics = metrics;
    this.work =
        new RecurringWork(
            "nats-watchdog",
            Duration.ofSeconds(1),
            this::round,
            bug -> LOG.error("the watchdog stumbled", bug));
  }

  void start() {
    work.start();
  }

  void stop() throws InterruptedException {
    work.stop();
  }

  boolean isWedged() {
    return wedged;
  }

  private void round() throws InterruptedException {
    Thread.sleep(settings.watchdog());
    judge(look());
  }

  private boolean look() {
    Optional<Connection> connection = nats.connected();
    return connection.isPresent() ? isSilent(connection.get()) : acceptsAndSaysNothing();
  }

  private boolean isSilent(Connection connection) {
    try {
      Publishing.publish(
          connection.jetStream(),
          subject,
          subject + "@" + System.nanoTime(),
          Map.of(),
          "",
          settings.watchdog());
      return false;
    } catch (Publishing.Refused answered) {
      LOG.warnf("NATS refuses the watchdog's message: %s", answered.getMessage());
      return false;
    } catch (Publishing.Unknown silent) {
      // A connection that was lost meanwhile is another matter: look again, from outside.
      return connection.getStatus() == Connection.Status.CONNECTED || acceptsAndSaysNothing();
    } catch (IOException away) {
      return false;
    }
  }

  /// A server greets whoever connects. The kernel accepts connections also for a frozen one.
  private boolean acceptsAndSaysNothing() {
    int patience = (int) settings.watchdog().toMillis();
    int port = server.getPort() < 0 ? NATS_PORT : server.getPort();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(server.getHost(), port), patience);
      socket.setSoTimeout(patience);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException silent) {
      return true;
    } catch (IOException gone) {
      return false;
    }
  }

  private void judge(boolean silent) {
    if (silent && !wedged) {
      LOG.errorf(
          "NATS at %s is there and acknowledges nothing: it is frozen, or its disk is stuck",
          server);
    } else if (!silent && wedged) {
      LOG.infof("NATS at %s answers again", server);
    }
    metrics.wedged(silent);
    wedged = silent;
  }
}
