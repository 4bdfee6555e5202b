package dev.orrery.launcher.events;

import dev.orrery.launcher.deploy.Room;
import dev.orrery.launcher.deploy.StreamDeclaration;
import dev.orrery.launcher.nats.NatsUser;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/// Where the house runs that a command is about.
///
/// @param secrets the folder of the services' passwords
/// @param streams every stream of the house
record Site(
    String natsUrl,
    String natsUser,
    String natsPassword,
    String databaseUrl,
    Path secrets,
    List<StreamDeclaration> streams) {

  /// What `./orrery` hands over.
  static Site of(Map<String, String> environment) {
    return new Site(
        required(environment, "ORRERY_NATS_URL"),
        environment.getOrDefault("ORRERY_NATS_USER", ""),
        environment.getOrDefault("ORRERY_NATS_PASSWORD", ""),
        required(environment, "ORRERY_DATABASE_URL"),
        Path.of(required(environment, "ORRERY_HOME"), "secrets"),
        StreamDeclaration.readAll(
            Path.of(required(environment, "ORRERY_ROOT"), "schemas/streams.json")));
  }

  private static String required(Map<String, String> environment, String name) {
    return Objects.requireNonNull(
        environment.get(name), () -> name + " is not set; ./orrery sets it");
  }

  /// The streams of changes.
  List<StreamDeclaration> changes() {
    return streams.stream().filter(stream -> stream.name().startsWith("CHANGES_")).toList();
  }

  /// Whose outbox holds the changes of that kind of resource.
  ///
  /// @throws WrongCall when no stream takes them
  Room ownerOf(String type) {
    return changes().stream()
        .filter(
            stream -> stream.configuration().getSubjects().contains("changes.%s.>".formatted(type)))
        .map(stream -> Room.named(stream.publishers().getFirst()))
        .findFirst()
        .orElseThrow(() ->
            new WrongCall(
                "nothing is called '%s'; there are %s"
                    .formatted(type, String.join(", ", types()))));
  }

  /// Every kind of resource whose changes are told.
  List<String> types() {
    return changes().stream()
        .flatMap(stream -> stream.configuration().getSubjects().stream())
        .map(subject -> subject.split("\\.")[1])
        .sorted()
        .toList();
  }

  /// @throws Failed when NATS is not there
  io.nats.client.Connection nats() throws InterruptedException {
    Options.Builder options =
        new Options.Builder()
            .server(natsUrl)
            .connectionName("orrery events")
            .connectionTimeout(Duration.ofSeconds(5))
            .maxReconnects(-1)
            .errorListener(new ErrorListener() {});
    if (!natsUser.isEmpty()) {
      options.userInfo(natsUser, natsPassword).inboxPrefix(NatsUser.inboxOf(natsUser));
    }
    try {
      return Nats.connect(options.build());
    } catch (IOException unreachable) {
      throw new Failed(
          "NATS at %s cannot be reached: %s".formatted(natsUrl, unreachable.getMessage()),
          unreachable);
    }
  }

  /// The database as that service sees it in its own work.
  ///
  /// @throws Failed when it is not there
  Connection database(Room room) {
    Path secret = secrets.resolve(room.databaseSecret());
    try {
      Properties login = new Properties();
      login.setProperty("user", room.role());
      login.setProperty("password", Files.readString(secret).strip());
      login.setProperty("options", "-c orrery.reach=service");
      return DriverManager.getConnection("jdbc:" + databaseUrl, login);
    } catch (IOException missing) {
      throw new Failed(
          "the password of %s cannot be read from %s".formatted(room.role(), secret), missing);
    } catch (SQLException unreachable) {
      throw new Failed(
          "PostgreSQL at %s: %s".formatted(databaseUrl, unreachable.getMessage()), unreachable);
    }
  }
}
