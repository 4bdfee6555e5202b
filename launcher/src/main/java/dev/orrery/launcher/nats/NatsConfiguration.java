package dev.orrery.launcher.nats;

import dev.orrery.launcher.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;

/// What a nats-server is told: loopback only, JetStream that syncs every write to the disk before
/// it says so, and one user per process.
///
/// @param port for clients
/// @param monitoringPort for `/healthz`, `/jsz` and the like
/// @param store where JetStream keeps its files
/// @param pidFile written by the server
public record NatsConfiguration(
    int port, int monitoringPort, Path store, Path pidFile, List<NatsUser> users, Secrets secrets) {

  /// Writes the file, readable by its owner alone, since it holds the passwords.
  public void writeTo(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.createDirectories(store);
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, text());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  boolean differsFrom(Path file) {
    try {
      return !Files.exists(file) || !Files.readString(file).equals(text());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private String text() {
    return """
    # Written by the launcher.
    server_name: "orrery"
    listen: "127.0.0.1:%d"
    http: "127.0.0.1:%d"
    pid_file: "%s"
    max_payload: 1MB
    jetstream {
      store_dir: "%s"
      sync_interval: always
      max_mem: 64MB
      max_file: 64GB
    }
    authorization {
      users: [
    %s  ]
    }
    """
        .formatted(
            port,
            monitoringPort,
            pidFile.toAbsolutePath(),
            store.toAbsolutePath(),
            users.stream().map(this::text).collect(Collectors.joining()));
  }

  private String text(NatsUser user) {
    return """
        { user: "%s", password: "%s", permissions: {
            publish: { allow: [%s] }
            subscribe: { allow: [%s] } } }
    """
        .formatted(
            user.name(),
            secrets.of(user.secret()),
            quoted(user.publish()),
            quoted(user.subscribe()));
  }

  private static String quoted(List<String> subjects) {
    return subjects.stream().map("\"%s\""::formatted).collect(Collectors.joining(", "));
  }
}
