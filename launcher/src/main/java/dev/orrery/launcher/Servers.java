package dev.orrery.launcher;

import dev.orrery.launcher.deploy.Databases;
import dev.orrery.launcher.deploy.StreamDeclaration;
import dev.orrery.launcher.deploy.Streams;
import dev.orrery.launcher.nats.NatsBinary;
import dev.orrery.launcher.nats.NatsConfiguration;
import dev.orrery.launcher.nats.NatsServer;
import dev.orrery.launcher.nats.NatsUser;
import dev.orrery.launcher.postgres.PostgresBinaries;
import dev.orrery.launcher.postgres.PostgresServer;
import dev.orrery.launcher.postgres.PostgresServer.Durability;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What `./orrery up` needs Java for: `Servers [postgres] [nats] [users] [deploy]` starts the named
/// servers side by side, makes the passwords of NATS' users, then makes in the servers what the
/// services need. All of it may be repeated.
public final class Servers {
  private static final String OPERATOR = "operator";
  private static final String DATABASE_OWNER = "postgres";

  private final Settings settings;
  private final Secrets secrets;

  private Servers(Settings settings) {
    this.settings = settings;
    this.secrets = new Secrets(settings.home().resolve("secrets"));
  }

  /// Ends with 1 and a message on standard error when something does not come up.
  public static void main(String... wanted) {
    try {
      new Servers(Settings.fromEnvironment()).run(List.of(wanted));
    } catch (ExecutionException e) {
      fail(e.getCause() == null ? e : e.getCause());
    } catch (Exception e) {
      fail(e);
    }
  }

  private static void fail(Throwable cause) {
    System.err.println(cause.getMessage() == null ? cause.toString() : cause.getMessage());
    System.exit(1);
  }

  private void run(List<String> wanted) throws Exception {
    var declaration = settings.root().resolve("schemas/streams.json");
    var streams = StreamDeclaration.readAll(declaration);
    secrets.of(OPERATOR);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var steps = new ArrayList<Future<?>>();
      if (wanted.contains("postgres")) {
        steps.add(threads.submit(this::startPostgres));
      }
      if (wanted.contains("nats")) {
        steps.add(
            threads.submit(() -> {
              startNats(streams, providers(declaration));
              return null;
            }));
      }
      for (var step : steps) {
        step.get();
      }
      if (wanted.contains("users")) {
        NatsUser.all(streams, providers(declaration)).forEach(user -> secrets.of(user.secret()));
      }
      if (wanted.contains("deploy")) {
        var database = threads.submit(this::deployDatabase);
        deployStreams(streams);
        database.get();
      }
    }
  }

  private void startPostgres() {
    var server =
        new PostgresServer(
            PostgresBinaries.unpackedBelow(settings.home().resolve("postgres")),
            settings.home().resolve("data/postgres"),
            settings.home().resolve("logs/postgres.log"),
            settings.postgresPort(),
            Durability.SURVIVES_POWER_CUT);
    server.initialise(secrets.of(DATABASE_OWNER));
    server.start();
  }

  /// Those that the house knows, and those that were added to it.
  private List<String> providers(Path declaration) throws IOException {
    var known = new LinkedHashSet<>(StreamDeclaration.providers(declaration));
    var added = settings.home().resolve("providers");
    if (Files.exists(added)) {
      known.addAll(Files.readAllLines(added));
    }
    return List.copyOf(known);
  }

  private void startNats(List<StreamDeclaration> streams, List<String> providers) {
    var configuration =
        new NatsConfiguration(
            settings.natsPort(),
            settings.natsMonitoringPort(),
            settings.home().resolve("data/nats"),
            settings.home().resolve("run/nats-server.pid"),
            NatsUser.all(streams, providers),
            secrets);
    new NatsServer(
            NatsBinary.locate(settings.root()),
            configuration,
            settings.home().resolve("run/nats.conf"),
            settings.home().resolve("logs/nats.log"))
        .start();
  }

  private Void deployDatabase() throws Exception {
    var own = settings.ownDatabase();
    var databases =
        own == null
            ? Databases.at(
                "postgresql://127.0.0.1:%d/orrery".formatted(settings.postgresPort()),
                PostgresServer.OWNER,
                secrets.of(DATABASE_OWNER),
                secrets)
            : Databases.at(own.url(), own.user(), own.password(), secrets);
    databases.deploy();
    return null;
  }

  private void deployStreams(List<StreamDeclaration> streams) throws Exception {
    var own = settings.ownNats();
    var options = new Options.Builder().connectionTimeout(Duration.ofSeconds(5)).noReconnect();
    if (own == null) {
      options
          .server("nats://127.0.0.1:%d".formatted(settings.natsPort()))
          .userInfo(NatsUser.OWNER, secrets.of(NatsUser.secretOf(NatsUser.OWNER)));
    } else {
      options.server(own.url());
      if (!own.user().isEmpty()) {
        options.userInfo(own.user(), own.password());
      }
    }
    try (var connection = Nats.connect(options.build())) {
      new Streams(streams).deploy(connection);
    }
  }
}
