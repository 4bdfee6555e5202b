package dev.orrery.provider.runner;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The connection: tried until it stands, and again whenever it breaks.
final class Link implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Link.class.getName());
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final Options options;
  private final String name;
  private final List<Runnable> onConnected = new ArrayList<>();
  private final CompletableFuture<Connection> connection = new CompletableFuture<>();
  private volatile boolean open = true;

  Link(String name, Settings settings) {
    this.name = name;
    var builder =
        Options.builder()
            .server(settings.natsUrl())
            .connectionName("provider " + name)
            .inboxPrefix("_INBOX_" + name)
            .maxReconnects(-1)
            .reconnectWait(PAUSE)
            .reconnectJitter(PAUSE)
            .connectionTimeout(Duration.ofSeconds(2))
            .pingInterval(Duration.ofSeconds(5))
            .connectionListener((conn, event) -> heard(event))
            .errorListener(new ErrorListener() {});
    var user = settings.natsUser();
    var password = settings.natsPassword();
    if (user != null && password != null) {
      builder.userInfo(user, password);
    }
    options = builder.build();
  }

  /// Runs at the first connection and at every later one, on a thread of its own. To be called
  /// before `open`.
  void onConnected(Runnable action) {
    onConnected.add(action);
  }

  void open() {
    Thread.ofVirtual().name("connect").start(this::connect);
  }

  private void connect() {
    String lastError = "";
    while (open) {
      try {
        var established = Nats.connect(options);
        connection.complete(established);
        if (!open) {
          established.close();
        }
        return;
      } catch (IOException e) {
        if (!lastError.equals(e.toString())) {
          lastError = e.toString();
          LOG.log(System.Logger.Level.INFO, "{0} waits for NATS: {1}", name, lastError);
        }
        pause(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void heard(Events event) {
    if (event == Events.CONNECTED || event == Events.RECONNECTED) {
      onConnected.forEach(action -> Thread.ofVirtual().name("connected").start(action));
    }
    if (connection.isDone()) {
      LOG.log(System.Logger.Level.INFO, "{0}: {1}", name, event);
    }
  }

  /// The connection, as soon as there is one.
  ///
  /// @throws IOException when there is none yet
  Connection connection() throws IOException {
    try {
      return connection.get(5, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException("not connected yet", e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  boolean isOpen() {
    return open;
  }

  /// Sleeps, but not when the runner closes.
  void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    open = false;
    if (connection.isDone()) {
      try {
        connection.join().close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
