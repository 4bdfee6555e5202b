package dev.orrery.handlers.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.orrery.handlers.support.House;
import dev.orrery.handlers.support.WithServers;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.kit.testing.PodmanForTests;
import dev.orrery.provider.containers.Containers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With real containers, which somebody stops and removes by hand.
@QuarkusTest
@WithServers
@TestProfile(DriftExamTest.Cadence.class)
class ContainerDriftTest {
  NatsForTests nats;
  @TempDir Path home;
  private final TypeId instance = TypeId.generate("inst");

  @Test
  void aContainerStoppedOrRemovedByHandIsRepaired() throws Exception {
    try (var podman = podman();
        var house = new House(nats);
        var containers = provider(podman);
        var docker = client(podman)) {
      house.changed("instance", "created", instance, 1, snapshot(), List.of());
      await(house, event -> status(event).equals("IN_SYNC"));
      var made = docker.inspectContainerCmd(name()).exec().getId();

      docker.stopContainerCmd(made).withTimeout(1).exec();
      await(house, event -> status(event).equals("IN_SYNC") && corrections(event) == 1);
      assertThat(docker.inspectContainerCmd(name()).exec().getState().getRunning()).isTrue();
      assertThat(docker.inspectContainerCmd(name()).exec().getId()).isEqualTo(made);

      docker.removeContainerCmd(made).withForce(true).exec();
      await(house, event -> status(event).equals("IN_SYNC") && corrections(event) == 2);
      assertThat(docker.inspectContainerCmd(name()).exec().getState().getRunning()).isTrue();

      var deleting = snapshot();
      deleting.put("generation", 2);
      deleting.put("deletionRequestedAt", "2026-03-01T12:00:00Z");
      house.changed("instance", "updated", instance, 2, deleting, List.of());
      house.await(
          "changes.job.updated.%s.>".formatted(House.ORGANIZATION),
          event ->
              event.at("/data/after/instance").asText().equals(instance.toString())
                  && event.at("/data/after/kind").asText().equals("REMOVE")
                  && event.at("/data/after/status").asText().equals("SUCCEEDED"));
      assertThat(docker.listContainersCmd().withShowAll(true).exec()).isEmpty();
    }
  }

  private static PodmanForTests podman() throws IOException, InterruptedException {
    try {
      return PodmanForTests.start();
    } catch (PodmanForTests.Unavailable unavailable) {
      return Assumptions.abort(unavailable.getMessage());
    }
  }

  private Containers provider(PodmanForTests podman) throws IOException {
    var login = nats.login("containers");
    return Containers.start(
        Map.of(
            "ORRERY_NATS_URL", nats.url(),
            "ORRERY_NATS_USER", login.user(),
            "ORRERY_NATS_PASSWORD", login.password(),
            "ORRERY_CONTAINERS_HOME", home.toString(),
            "ORRERY_CONTAINERS_ENGINE", podman.url(),
            "ORRERY_CONTAINERS_IMAGES", "*=" + PodmanForTests.IMAGE,
            "ORRERY_CONTAINERS_PULL", "never"));
  }

  private static DockerClient client(PodmanForTests podman) {
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder().withDockerHost(podman.url()).build();
    return DockerClientImpl.getInstance(
        config, new ZerodepDockerHttpClient.Builder().dockerHost(config.getDockerHost()).build());
  }

  private String name() {
    return "orrery-" + instance;
  }

  private void await(House house, Predicate<JsonNode> wanted) throws Exception {
    house.await(
        "changes.reconciliation.*.%s.%s"
            .formatted(House.ORGANIZATION, new TypeId("rec", instance.uuid())),
        wanted);
  }

  private static String status(JsonNode event) {
    return event.at("/data/after/status").asText();
  }

  private static int corrections(JsonNode event) {
    return event.at("/data/after/corrections").asInt();
  }

  private Map<String, Object> snapshot() {
    var snapshot = new HashMap<String, Object>();
    snapshot.put("id", instance.toString());
    snapshot.put("name", "web-1");
    snapshot.put("instanceType", Map.of("vcpus", 1, "memoryMib", 64));
    snapshot.put("image", "debian-13");
    snapshot.put("provider", "containers");
    snapshot.put("desiredPowerState", "RUNNING");
    snapshot.put("generation", 1);
    snapshot.put("management", "MANAGED");
    return snapshot;
  }
}
