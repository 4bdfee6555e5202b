package dev.orrery.kit.testing;

import dev.orrery.launcher.Ports;
import dev.orrery.launcher.Secrets;
import dev.orrery.launcher.deploy.StreamDeclaration;
import dev.orrery.launcher.deploy.Streams;
import dev.orrery.launcher.nats.NatsBinary;
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
import org.jspecify.annotations.Nullable;

/// A NATS server of a test's own on a free port, configured as the real one is, with every stream
/// of `schemas/streams.json` in place. Its data goes when it is closed.
public final class NatsForTests implements AutoCloseable {
  private static volatile @Nullable NatsForTests running;

  private final Path folder;
  private final Secrets secrets;
  private final NatsServer server;
  private final Thread atExit;

  private NatsForTests(List<StreamDeclaration> streams) {
    folder = Repository.temporary("nats");
    secrets = new Secrets(folder.resolve("secrets"));
    var configuration =
        new NatsConfiguration(
            Ports.free(),
            Ports.free(),
            folder.resolve("data"),
            folder.resolve("nats.pid"),
            NatsUser.all(streams, StreamDeclaration.providers(Repository.streams())),
            secrets);
    server =
        new NatsServer(
            NatsBinary.locate(Repository.root()),
            configuration,
            folder.resolve("nats.conf"),
            folder.resolve("nats.log"));
    atExit = new Thread(server::kill);
  }

  /// The server that this process started last.
  ///
  /// @throws IllegalStateException when there is none
  static NatsForTests running() {
    NatsForTests nats = running;
    if (nats == null) {
      throw new IllegalStateException("no NATS server runs: @WithTestResource(NatsResource.class)");
    }
    return nats;
  }

  /// Returns once the server answers and the streams exist.
  public static NatsForTests start() {
    var streams = StreamDeclaration.readAll(Repository.streams());
    var nats = new NatsForTests(streams);
    Runtime.getRuntime().addShutdownHook(nats.atExit);
    nats.server.start();
    try (var connection = nats.connect()) {
      new Streams(streams).deploy(connection);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JetStreamApiException e) {
      throw new IllegalStateException("the test streams could not be deployed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    running = nats;
    return nats;
  }

  /// As services want it: `nats://127.0.0.1:port`.
  public String url() {
    return "nats://127.0.0.1:%d".formatted(server.configuration().port());
  }

  /// Where `/healthz`, `/varz` and `/jsz` are.
  public String monitoringUrl() {
    return "http://127.0.0.1:%d".formatted(server.configuration().monitoringPort());
  }

  /// The login that may do everything.
  public Login owner() {
    return login(NatsUser.OWNER);
  }

  /// The login of one process, with no more rights than it has in the running house: `location`,
  /// `ipam`, `instance`, `permissions`, `handlers`, `gateway`, or a provider that `streams.json`
  /// names.
  public Login login(String process) {
    return new Login(process, secrets.of(NatsUser.secretOf(process)));
  }

  /// A connection that may do everything. The caller closes it.
  public Connection connect() throws IOException, InterruptedException {
    return connect(owner());
  }

  /// A connection with that login. The caller closes it.
  public Connection connect(Login login) throws IOException, InterruptedException {
    return connect(login, new ErrorListener() {});
  }

  /// A connection with that login that tells `listener` of what the server refuses.
  public Connection connect(Login login, ErrorListener listener)
      throws IOException, InterruptedException {
    return Nats.connect(
        new Options.Builder()
            .server(url())
            .userInfo(login.user(), login.password())
            .inboxPrefix(NatsUser.inboxOf(login.user()))
            .errorListener(listener)
            .maxReconnects(-1)
            .reconnectWait(Duration.ofMillis(100))
            .build());
  }

  /// Stops the server in good order; [#restart()] brings it back on the same port.
  public void stop() {
    server.stop();
  }

  /// Ends the server as `kill -9` does.
  public void kill() {
    server.kill();
  }

  /// Starts the server again with the data it had; stops it first when it runs.
  public void restart() {
    server.stop();
    server.start();
  }

  /// Stops the server from running, without ending it, until [#thaw()].
  public void freeze() {
    server.process().ifPresent(Signals::freezeTree);
  }

  /// Ends a [#freeze()].
  public void thaw() {
    server.process().ifPresent(Signals::thawTree);
  }

  @Override
  public void close() {
    if (running == this) {
      running = null;
    }
    server.kill();
    Runtime.getRuntime().removeShutdownHook(atExit);
    Repository.delete(folder);
  }
}
