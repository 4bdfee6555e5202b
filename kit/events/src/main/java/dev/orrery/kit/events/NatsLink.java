package dev.orrery.kit.events;

import dev.orrery.kit.background.RecurringWork;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The process' connection to NATS, which is there or is not: nobody waits for it at start.
///
/// Nothing is buffered while it is away. A publish then fails at once and its row stays in the
/// outbox; a buffer would send it later, past the order and the lease it was meant for.
final class NatsLink {
  private static final Logger LOG = Logger.getLogger(NatsLink.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /// Within it, nobody else takes over what this process does with NATS.
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final Options options;
  private final RecurringWork connecting =
      new RecurringWork(
          "nats-connect", Duration.ofMillis(500), this::keepConnected, NatsLink::tell);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile @Nullable Connection connection;
  private volatile long lastSeen = System.nanoTime();

  NatsLink(String name, NatsSettings settings) {
    Options.Builder options =
        new Options.Builder()
            .server(settings.url())
            .connectionName(name)
            .maxReconnects(-1)
            .reconnectWait(Duration.ofMillis(250))
            .reconnectJitter(Duration.ofMillis(250))
            .reconnectBufferSize(0)
            .connectionTimeout(PATIENCE)
            .pingInterval(Duration.ofSeconds(5))
            .maxPingsOut(2)
            .errorListener(new NatsComplaints())
            .connectionListener((_, _) -> signal());
    settings
        .user()
        .ifPresent(user ->
            options
                .userInfo(user, settings.password().orElse(""))
                // Replies to this user arrive where nobody else may listen.
                .inboxPrefix("_INBOX_" + user));
    this.options = options.build();
  }

  void start() {
    connecting.start();
  }

  void stop() throws InterruptedException {
    connecting.stop();
    Connection current = connection;
    if (current != null) {
      current.close();
    }
  }

  private static void tell(Exception failure) {
    switch (failure) {
      case IOException unreachable -> LOG.debugf(unreachable, "NATS is not reachable");
      default -> LOG.error("no connection to NATS could be made", failure);
    }
  }

  /// The connection, if it is up now.
  Optional<Connection> connected() {
    return Optional.ofNullable(connection)
        .filter(current -> current.getStatus() == Connection.Status.CONNECTED);
  }

  /// Whether the connection is up, or went away so recently that it may be back in a moment.
  boolean isUsable() {
    if (connected().isPresent()) {
      lastSeen = System.nanoTime();
      return true;
    }
    return connection != null && System.nanoTime() - lastSeen < GRACE.toNanos();
  }

  /// Returns when the state of the connection changed, or after the time.
  void awaitChange(Duration time) throws InterruptedException {
    lock.lock();
    try {
      var _ = changed.awaitNanos(time.toNanos());
    } finally {
      lock.unlock();
    }
  }

  /// jnats reconnects by itself, but gives up after refused credentials: then a new connection is
  /// due, for somebody may have corrected them.
  private void keepConnected() throws IOException, InterruptedException {
    Connection current = connection;
    if (current == null || current.getStatus() == Connection.Status.CLOSED) {
      connection = Nats.connect(options);
      signal();
    }
    awaitChange(Duration.ofSeconds(1));
  }

  private void signal() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
