package dev.orrery.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a short command to its end.
public final class Shell {
  private static final long MINUTES = 10;

  private Shell() {}

  /// What the command printed, standard error included.
  ///
  /// @throws IllegalStateException with the output, when the command fails or hangs
  public static String run(List<String> command) {
    return run(new ProcessBuilder(command));
  }

  /// Like [#run(List)], with an environment or folder of the caller's.
  public static String run(ProcessBuilder builder) {
    try {
      var process = builder.redirectErrorStream(true).start();
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("no end in sight: " + String.join(" ", builder.command()));
      }
      if (process.exitValue() != 0) {
        throw new IllegalStateException(
            "%s ended with %d: %s"
                .formatted(
                    String.join(" ", builder.command()), process.exitValue(), output.strip()));
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a command", e);
    }
  }
}
