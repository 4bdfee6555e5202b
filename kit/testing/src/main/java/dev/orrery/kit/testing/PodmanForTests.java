package dev.orrery.kit.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A real podman of a test's own, by `providers/containers/podman.sh`: its storage, network and
/// processes are its own, and end with it.
public final class PodmanForTests implements AutoCloseable {
  /// An image whose containers wait until they are stopped.
  public static final String IMAGE = "localhost/orrery/busybox:1";

  private static final int CANNOT = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path folder;
  private final Process process;

  private PodmanForTests(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /// This machine cannot run a podman; the message says why. Tests that need one are skipped.
  public static final class Unavailable extends Exception {
    private Unavailable(String why) {
      super(why);
    }
  }

  /// Returns once the engine answers.
  ///
  /// @throws Unavailable where there can be none
  public static PodmanForTests start() throws IOException, InterruptedException, Unavailable {
    // Unix sockets have short names: the folder must too.
    var folder = Files.createTempDirectory("orrery-podman-");
    var log = folder.resolve("log");
    var process =
        new ProcessBuilder(
                Repository.root().resolve("providers/containers/podman.sh").toString(),
                "serve",
                folder.toString(),
                "--until-eof")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    var podman = new PodmanForTests(folder, process);
    var until = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(folder.resolve("podman.sock"))) {
      if (!process.isAlive() || System.nanoTime() > until) {
        var said = Files.readString(log);
        boolean cannot = !process.isAlive() && process.exitValue() == CANNOT;
        podman.close();
        if (cannot) {
          throw new Unavailable(said.strip());
        }
        throw new AssertionError("podman did not start: " + said);
      }
      Thread.sleep(50);
    }
    return podman;
  }

  /// Such as `unix:///tmp/.../podman.sock`.
  public String url() {
    return "unix://" + folder.resolve("podman.sock");
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(Duration.ofSeconds(10))) {
      process.destroyForcibly().waitFor();
    }
    Repository.delete(folder);
  }
}
