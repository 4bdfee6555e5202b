package dev.orrery.provider.testkit.bench;

import dev.orrery.launcher.Ports;
import dev.orrery.launcher.Secrets;
import dev.orrery.launcher.deploy.StreamDeclaration;
import dev.orrery.launcher.deploy.Streams;
import dev.orrery.launcher.nats.NatsConfiguration;
import dev.orrery.launcher.nats.NatsServer;
import dev.orrery.launcher.nats.NatsUser;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A NATS server with the house's streams and users, for one provider and a neighbour of it.
public final class OwnNats implements AutoCloseable {
  /// A provider that does not run, whose things are not to be touched.
  static final String NEIGHBOUR = "neighbour";

  private final Secrets secrets;
  private final NatsServer server;
  private final Thread atExit;
  private final List<StreamDeclaration> streams;

  OwnNats(Path program, Path streamsFile, Path folder, String provider) {
    streams = StreamDeclaration.readAll(streamsFile);
    secrets = new Secrets(folder.resolve("secrets"));
    server =
        new NatsServer(
            program,
            new NatsConfiguration(
                Ports.free(),
                Ports.free(),
                folder.resolve("data"),
                folder.resolve("nats.pid"),
                NatsUser.all(streams, List.of(provider, NEIGHBOUR)),
                secrets),
            folder.resolve("nats.conf"),
            folder.resolve("nats.log"));
    atExit = new Thread(server::kill);
    Runtime.getRuntime().addShutdownHook(atExit);
    start();
    try (var owner = connect(NatsUser.OWNER, new ErrorListener() {})) {
      new Streams(streams).deploy(owner);
    } catch (IOException | JetStreamApiException e) {
      throw new IllegalStateException("the streams could not be deployed", e);
    } catch (InterruptedException e) {
      throw Patience.interrupted(e);
    }
  }

  int port() {
    return server.configuration().port();
  }

  String password(String user) {
    return secrets.of(NatsUser.secretOf(user));
  }

  /// The one who may do everything.
  Connection owner() {
    return connect(NatsUser.OWNER, new ErrorListener() {});
  }

  /// A connection past the wire. The caller closes it.
  Connection connect(String user, ErrorListener listener) {
    try {
      return Nats.connect(
          Options.builder()
              .server("nats://127.0.0.1:" + port())
              .userInfo(user, password(user))
              .inboxPrefix(NatsUser.inboxOf(user))
              .errorListener(listener)
              .maxReconnects(-1)
              .reconnectWait(Duration.ofMillis(50))
              .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw Patience.interrupted(e);
    }
  }

  /// Ends the server as `kill -9` does.
  public void kill() {
    server.kill();
  }

  /// Starts it, with what it had.
  public void start() {
    server.start();
  }

  @Override
  public void close() {
    server.kill();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
