package dev.orrery.provider.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.orrery.kit.testing.PodmanForTests;
import java.io.IOException;
import org.junit.jupiter.api.Assumptions;

/// Podman, and the way to it around the provider.
final class Podman {
  private Podman() {}

  /// Where this machine cannot run one, the test is skipped and says why.
  static PodmanForTests start() throws IOException, InterruptedException {
    try {
      return PodmanForTests.start();
    } catch (PodmanForTests.Unavailable unavailable) {
      return Assumptions.abort(unavailable.getMessage());
    }
  }

  /// The caller closes it.
  static DockerClient client(PodmanForTests podman) {
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder().withDockerHost(podman.url()).build();
    return DockerClientImpl.getInstance(
        config, new ZerodepDockerHttpClient.Builder().dockerHost(config.getDockerHost()).build());
  }
}
