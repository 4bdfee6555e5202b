package dev.orrery.launcher;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the launcher's script hands over by environment.
///
/// @param root the repository
/// @param home where state is kept
/// @param ownDatabase a PostgreSQL of the user's, instead of ours
/// @param ownNats a NATS of the user's, instead of ours
record Settings(
    Path root,
    Path home,
    int postgresPort,
    int natsPort,
    int natsMonitoringPort,
    @Nullable Server ownDatabase,
    @Nullable Server ownNats) {

  /// Somebody else's server and the login there.
  record Server(String url, String user, String password) {}

  static Settings fromEnvironment() {
    var environment = System.getenv();
    return new Settings(
        Path.of(required(environment, "ORRERY_ROOT")),
        Path.of(required(environment, "ORRERY_HOME")),
        Integer.parseInt(required(environment, "ORRERY_POSTGRES_PORT")),
        Integer.parseInt(required(environment, "ORRERY_NATS_PORT")),
        Integer.parseInt(required(environment, "ORRERY_NATS_MONITORING_PORT")),
        own(environment, "ORRERY_DATABASE_URL", "ORRERY_DATABASE_ADMIN"),
        own(environment, "ORRERY_NATS_URL", "ORRERY_NATS"));
  }

  private static @Nullable Server own(Map<String, String> environment, String url, String login) {
    var value = environment.getOrDefault(url, "");
    return value.isEmpty()
        ? null
        : new Server(
            value,
            environment.getOrDefault(login + "_USER", ""),
            environment.getOrDefault(login + "_PASSWORD", ""));
  }

  private static String required(Map<String, String> environment, String name) {
    return Objects.requireNonNull(
        environment.get(name), () -> name + " is not set; ./orrery sets it");
  }
}
