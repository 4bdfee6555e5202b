package dev.orrery.provider.testkit.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The provider's process, with whatever processes it starts itself.
public final class ProviderProcess implements AutoCloseable {
  private static final int TAIL = 12;

  private final List<String> command;
  private final Map<String, String> environment;
  private final Path log;
  private @Nullable Process process;

  ProviderProcess(List<String> command, Map<String, String> environment, Path log) {
    this.command = command;
    this.environment = environment;
    this.log = log;
  }

  synchronized void start() {
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.redirectInput(Path.of("/dev/null").toFile());
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("the provider cannot be started: " + e.getMessage(), e);
    }
  }

  public synchronized boolean alive() {
    return process != null && process.isAlive();
  }

  /// Ends it as `kill -9` does.
  public synchronized void kill() {
    var one = process;
    if (one != null) {
      tree(one).forEach(ProcessHandle::destroyForcibly);
      one.onExit().join();
    }
  }

  /// Asks it to end, as `kill` does.
  public synchronized void ask() {
    var one = process;
    if (one != null) {
      tree(one).forEach(ProcessHandle::destroy);
    }
  }

  /// Its exit code, once it has ended.
  public Optional<Integer> awaitEnd(Duration patience) {
    Process one;
    synchronized (this) {
      one = process;
    }
    if (one == null) {
      return Optional.empty();
    }
    try {
      return one.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
          ? Optional.of(one.exitValue())
          : Optional.empty();
    } catch (InterruptedException e) {
      throw Patience.interrupted(e);
    }
  }

  private static List<ProcessHandle> tree(Process root) {
    return Stream.concat(root.descendants(), Stream.of(root.toHandle())).toList();
  }

  /// Everything it wrote to its standard output and error so far.
  public String output() {
    try {
      return Files.exists(log) ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The last lines of [#output()].
  String lastWords() {
    var lines = output().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
  }

  @Override
  public void close() {
    kill();
  }
}
