package dev.orrery.launcher.postgres;

import dev.orrery.launcher.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One PostgreSQL cluster: its data folder, and the background process that serves it. The process
/// is in a session of its own and outlives whoever started it.
///
/// @param data the cluster; kept between starts
/// @param log where the server writes
/// @param port on 127.0.0.1
/// @param durability whether a commit waits for the disk
public record PostgresServer(
    PostgresBinaries binaries, Path data, Path log, int port, Durability durability) {

  /// The superuser of a cluster made here.
  public static final String OWNER = "orrery";

  private static final int LONGEST_SOCKET_FOLDER = 85;
  private static final String START_SECONDS = "60";

  /// Whether a commit waits for the disk.
  public enum Durability {
    /// Every acknowledged commit survives a power cut.
    SURVIVES_POWER_CUT,
    /// Survives the death of the server's process, not of the machine. For tests.
    SURVIVES_CRASH
  }

  /// Makes the cluster, once. A half-made one is made again.
  public void initialise(String ownerPassword) {
    if (Files.exists(data.resolve("PG_VERSION")) && Files.exists(data.resolve("orrery.conf"))) {
      return;
    }
    var unprivileged = Unprivileged.here();
    try {
      Files.createDirectories(data.toAbsolutePath().getParent());
      var part = Files.createTempDirectory(data.toAbsolutePath().getParent(), ".initdb");
      var passwordFile =
          Files.createTempFile(
              ".password",
              null,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try {
        Files.writeString(passwordFile, ownerPassword);
        unprivileged.give(passwordFile);
        unprivileged.give(part);
        Shell.run(
            unprivileged.command(
                List.of(
                    binaries.program("initdb"),
                    "--pgdata=" + part,
                    "--username=" + OWNER,
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C",
                    "--data-checksums",
                    "--no-sync")));
      } finally {
        Files.delete(passwordFile);
      }
      Files.writeString(
          part.resolve("postgresql.conf"),
          Files.readString(part.resolve("postgresql.conf")) + "\ninclude = 'orrery.conf'\n");
      Files.writeString(part.resolve("orrery.conf"), configuration());
      Files.move(part, data, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a PostgreSQL cluster in " + data, e);
    }
  }

  /// Starts the server, unless it runs, and returns once it accepts connections.
  public void start() {
    if (process().isPresent()) {
      return;
    }
    try {
      // After a restart of the machine or container the recorded pids may be somebody else's, and
      // after a power cut the files may be empty.
      Files.deleteIfExists(data.resolve("postmaster.pid"));
      try (var locks = Files.newDirectoryStream(data, ".s.PGSQL.*.lock")) {
        for (var lock : locks) {
          Files.delete(lock);
        }
      }
      Files.writeString(data.resolve("orrery.conf"), configuration());
      Files.createDirectories(log.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    pgCtl("start", "--log=" + log, "--wait", "--timeout=" + START_SECONDS);
  }

  /// Stops the server, if it runs: open transactions are rolled back, the rest is on disk.
  public void stop() {
    if (process().isPresent()) {
      pgCtl("stop", "--mode=fast", "--wait", "--timeout=" + START_SECONDS);
    }
  }

  /// Ends the server as a crash would, every process of it.
  public void kill() {
    process()
        .ifPresent(postmaster -> {
          var all = new ArrayList<>(postmaster.descendants().toList());
          postmaster.destroyForcibly();
          all.forEach(ProcessHandle::destroyForcibly);
          postmaster.onExit().join();
          all.forEach(child -> child.onExit().join());
        });
  }

  /// The server's main process, when it runs.
  public Optional<ProcessHandle> process() {
    try {
      var pid =
          Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .filter(handle -> handle.info().command().orElse("").endsWith("postgres"));
    } catch (IOException | RuntimeException _) {
      return Optional.empty();
    }
  }

  private void pgCtl(String action, String... options) {
    var command = new ArrayList<>(List.of(binaries.program("pg_ctl"), action, "--pgdata=" + data));
    command.addAll(List.of(options));
    try {
      // To a file, not a pipe: the server inherits it and would keep a pipe open for ever.
      var output = Files.createTempFile("pg_ctl", ".log");
      var unprivileged = Unprivileged.here();
      unprivileged.give(data);
      if (!Files.exists(log)) {
        Files.createFile(log);
      }
      unprivileged.give(log);
      var builder = new ProcessBuilder(unprivileged.command(command));
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      builder.redirectInput(Path.of("/dev/null").toFile());
      var status = builder.start().waitFor();
      var said = Files.readString(output).strip();
      Files.delete(output);
      if (status != 0) {
        throw new IllegalStateException(
            "PostgreSQL did not %s: %s%n%s".formatted(action, said, lastLines()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while PostgreSQL was asked to " + action, e);
    }
  }

  private String lastLines() throws IOException {
    if (!Files.exists(log)) {
      return "";
    }
    var lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
  }

  private String configuration() {
    var socketFolder = data.toAbsolutePath().toString();
    var sockets = socketFolder.length() > LONGEST_SOCKET_FOLDER ? "" : socketFolder;
    var synced =
        switch (durability) {
          case SURVIVES_POWER_CUT -> "on";
          case SURVIVES_CRASH -> "off";
        };
    return """
    # Written at every start by the launcher; settings of your own belong into postgresql.auto.conf (ALTER SYSTEM).
    listen_addresses = '127.0.0.1'
    port = %d
    unix_socket_directories = '%s'
    fsync = %s
    full_page_writes = on
    synchronous_commit = on
    max_connections = 150
    shared_buffers = '96MB'
    work_mem = '8MB'
    maintenance_work_mem = '64MB'
    max_wal_size = '512MB'
    jit = off
    log_timezone = 'UTC'
    timezone = 'UTC'
    log_line_prefix = '%%m [%%p] %%u '
    log_checkpoints = off
    """
        .formatted(port, sockets, synced);
  }
}
