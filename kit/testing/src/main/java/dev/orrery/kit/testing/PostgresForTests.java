package dev.orrery.kit.testing;

import dev.orrery.launcher.Ports;
import dev.orrery.launcher.Secrets;
import dev.orrery.launcher.deploy.Databases;
import dev.orrery.launcher.deploy.Room;
import dev.orrery.launcher.postgres.PostgresBinaries;
import dev.orrery.launcher.postgres.PostgresServer;
import dev.orrery.launcher.postgres.PostgresServer.Durability;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/// A PostgreSQL server of a test's own on a free port, with the roles and schemas of every service
/// in place. Its data goes when it is closed.
public final class PostgresForTests implements AutoCloseable {
  private static final String OWNER_SECRET = "postgres";

  private final Path folder;
  private final Secrets secrets;
  private final PostgresServer server;
  private final Thread atExit;

  private PostgresForTests(Durability durability) {
    folder = Repository.temporary("postgres");
    secrets = new Secrets(folder.resolve("secrets"));
    server =
        new PostgresServer(
            PostgresBinaries.unpackedBelow(Repository.state().resolve("postgres")),
            folder.resolve("data"),
            folder.resolve("postgres.log"),
            Ports.free(),
            durability);
    atExit = new Thread(server::kill);
  }

  /// A server whose commits survive [#kill()], but do not wait for the disk.
  public static PostgresForTests start() {
    return start(Durability.SURVIVES_CRASH);
  }

  /// A server as slow and as safe as `durability` says.
  public static PostgresForTests start(Durability durability) {
    var postgres = new PostgresForTests(durability);
    Runtime.getRuntime().addShutdownHook(postgres.atExit);
    postgres.server.initialise(postgres.secrets.of(OWNER_SECRET));
    postgres.server.start();
    postgres.deploy();
    return postgres;
  }

  /// Does the deploy step, as every start of a house does.
  public void deploy() {
    try {
      Databases.at(url(), PostgresServer.OWNER, secrets.of(OWNER_SECRET), secrets).deploy();
    } catch (SQLException e) {
      throw new IllegalStateException("the test database could not be deployed", e);
    }
  }

  /// As services want it: `postgresql://127.0.0.1:port/orrery`.
  public String url() {
    return "postgresql://127.0.0.1:%d/orrery".formatted(server.port());
  }

  public int port() {
    return server.port();
  }

  /// The login that a service works with: `location`, `ipam`, `instance`, `permissions` or
  /// `handlers`.
  public Login login(String service) {
    var room = Room.named(service);
    return new Login(room.role(), secrets.of(room.databaseSecret()));
  }

  /// The login that owns that service's schema and migrates it.
  public Login ownerOf(String service) {
    var room = Room.named(service);
    return new Login(room.owner(), secrets.of(room.ownerSecret()));
  }

  /// The login of the superuser.
  public Login owner() {
    return new Login(PostgresServer.OWNER, secrets.of(OWNER_SECRET));
  }

  /// A plain JDBC connection as the one who owns that service's schema, which sees and may do
  /// everything there. The caller closes it.
  public Connection connect(String service) throws SQLException {
    return connect(ownerOf(service), Map.of("orrery.reach", "service"));
  }

  /// A plain JDBC connection with that login. The caller closes it.
  public Connection connect(Login login) throws SQLException {
    return connect(login, Map.of());
  }

  /// The same, with settings of PostgreSQL for the session.
  public Connection connect(Login login, Map<String, String> settings) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", login.user());
    properties.setProperty("password", login.password());
    properties.setProperty(
        "options",
        settings.entrySet().stream()
            .map(each -> "-c %s=%s".formatted(each.getKey(), each.getValue()))
            .collect(Collectors.joining(" ")));
    return DriverManager.getConnection("jdbc:" + url(), properties);
  }

  /// Stops the server in good order; [#restart()] brings it back on the same port.
  public void stop() {
    server.stop();
  }

  /// Ends the server as `kill -9` of every one of its processes does.
  public void kill() {
    server.kill();
  }

  /// Starts the server again with the data it had; stops it first when it runs.
  public void restart() {
    server.stop();
    server.start();
  }

  /// Stops the server's processes from running, without ending them, until [#thaw()].
  public void freeze() {
    server.process().ifPresent(Signals::freezeTree);
  }

  /// Ends a [#freeze()].
  public void thaw() {
    server.process().ifPresent(Signals::thawTree);
  }

  @Override
  public void close() {
    server.kill();
    Runtime.getRuntime().removeShutdownHook(atExit);
    Repository.delete(folder);
  }
}
