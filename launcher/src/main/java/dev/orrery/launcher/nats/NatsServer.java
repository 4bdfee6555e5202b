package dev.orrery.launcher.nats;

import dev.orrery.launcher.Ports;
import dev.orrery.launcher.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A nats-server as a background process in a session of its own, which outlives whoever started
/// it.
///
/// @param program from [NatsBinary]
/// @param configurationFile written before every start, so that it always says what was asked
public record NatsServer(
    Path program, NatsConfiguration configuration, Path configurationFile, Path log) {

  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final int CONNECT_MILLIS = 500;
  private static final int HEALTH_MILLIS = 2_000;

  /// Starts the server and returns once JetStream is ready. One that runs already is told of a
  /// changed configuration and keeps its connections.
  ///
  /// @throws IllegalStateException with the end of its log, when it does not get there
  public void start() {
    var running = process();
    if (running.isPresent()) {
      if (configuration.differsFrom(configurationFile)) {
        configuration.writeTo(configurationFile);
        Shell.run(List.of("kill", "-HUP", String.valueOf(running.get().pid())));
      }
      return;
    }
    configuration.writeTo(configurationFile);
    var command = new ArrayList<String>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      command.add("/usr/bin/setsid");
    }
    command.addAll(List.of(program.toString(), "--config", configurationFile.toString()));
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .redirectInput(Path.of("/dev/null").toFile())
              .start();
      awaitReady(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while NATS started", e);
    }
  }

  /// Stops the server, if it runs; what it acknowledged is on disk.
  public void stop() {
    process()
        .ifPresent(process -> {
          process.destroy();
          process.onExit().join();
        });
  }

  /// Ends the server as a crash would.
  public void kill() {
    process()
        .ifPresent(process -> {
          process.destroyForcibly();
          process.onExit().join();
        });
  }

  /// The server's process, when it runs.
  public Optional<ProcessHandle> process() {
    try {
      var pid = Long.parseLong(Files.readString(configuration.pidFile()).strip());
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .filter(handle -> handle.info().command().orElse("").endsWith("nats-server"));
    } catch (IOException | RuntimeException _) {
      return Optional.empty();
    }
  }

  private void awaitReady(Process process) throws InterruptedException, IOException {
    var deadline = Instant.now().plus(START);
    while (!(healthy() && Ports.answers(configuration.port()))) {
      if (!process.isAlive() || Instant.now().isAfter(deadline)) {
        var said = lastLines();
        process.destroyForcibly();
        throw new IllegalStateException("NATS did not start:\n" + said);
      }
      Thread.sleep(POLL);
    }
  }

  private boolean healthy() throws IOException {
    var health =
        URI.create("http://127.0.0.1:%d/healthz".formatted(configuration.monitoringPort()));
    var connection = (HttpURLConnection) health.toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(HEALTH_MILLIS);
    try {
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException _) {
      return false;
    } finally {
      connection.disconnect();
    }
  }

  private String lastLines() throws IOException {
    var lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
  }
}
