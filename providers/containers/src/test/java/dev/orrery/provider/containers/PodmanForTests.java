package dev.orrery.provider.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.orrery.kit.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import org.junit.jupiter.api.Assumptions;

/// A real podman of the tests' own. Where this machine cannot run one, the tests that ask for it
/// are skipped and say why.
final class PodmanForTests implements AutoCloseable {
  static final String IMAGE = "localhost/orrery/busybox:1";
  private static final int CANNOT = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path folder;
  private final Process process;

  private PodmanForTests(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  static PodmanForTests start() throws IOException, InterruptedException {
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
        Assumptions.assumeFalse(cannot, said);
        throw new AssertionError("podman did not start: " + said);
      }
      Thread.sleep(50);
    }
    return podman;
  }

  String url() {
    return "unix://" + folder.resolve("podman.sock");
  }

  /// The way around the provider. The caller closes it.
  DockerClient client() {
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder().withDockerHost(url()).build();
    return DockerClientImpl.getInstance(
        config, new ZerodepDockerHttpClient.Builder().dockerHost(config.getDockerHost()).build());
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(Duration.ofSeconds(10))) {
      process.destroyForcibly().waitFor();
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
