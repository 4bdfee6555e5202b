package dev.orrery.exams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// `./orrery`, for one house.
final class Script {
  private final Path orrery;
  private final Path home;
  private final Map<String, String> environment;

  Script(Path orrery, Path home, Map<String, String> environment) {
    this.orrery = orrery;
    this.home = home;
    this.environment = environment;
  }

  record Ended(int status, String output) {}

  /// Runs it to its end.
  ///
  /// @param more in its environment, for this time
  /// @return what it printed
  /// @throws AssertionError when it fails or takes too long
  String told(Duration patience, Map<String, String> more, String... arguments) {
    Ended ended = run(patience, more, arguments);
    if (ended.status() != 0) {
      throw new AssertionError(
          "./orrery %s ended with %d:%n%s%n%s"
              .formatted(String.join(" ", arguments), ended.status(), ended.output(), logs()));
    }
    return ended.output();
  }

  Ended run(Duration patience, Map<String, String> more, String... arguments) {
    List<String> command = new ArrayList<>(List.of(orrery.toString()));
    command.addAll(List.of(arguments));
    try {
      Path output = Files.createTempFile(home, "output", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      builder.environment().putAll(more);
      Process process = builder.start();
      if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(
            "%s took more than %s:%n%s".formatted(command, patience, Files.readString(output)));
      }
      return new Ended(process.exitValue(), Files.readString(output));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /// The last lines of each log, for a failure's message.
  private String logs() {
    StringBuilder all = new StringBuilder();
    try (var files = Files.list(home.resolve("logs"))) {
      for (Path log : files.sorted().toList()) {
        List<String> lines = Files.readAllLines(log);
        all.append("%n== %s%n".formatted(log.getFileName()));
        all.append(String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size())));
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    return all.toString();
  }
}
