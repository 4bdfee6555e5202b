package dev.orrery.provider.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.kit.testing.PodmanForTests;
import dev.orrery.provider.protocol.Order;
import dev.orrery.provider.protocol.Report;
import dev.orrery.provider.protocol.Report.Result;
import dev.orrery.provider.protocol.Subjects;
import dev.orrery.provider.protocol.Wire;
import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.PushSubscribeOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The provider as a whole: orders by NATS with its own account, containers in a real podman.
class ContainersTest {
  private static final String RESOURCE = "inst_01jd8x3f7vekmrh0v6q1c2t9ab";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final DesiredMachine MACHINE =
      new DesiredMachine(
          "Web 1", new InstanceType(1, 64), "debian-13", PowerState.RUNNING, List.of("10.77.3.4"));

  @TempDir Path folder;
  private PodmanForTests podman;
  private NatsForTests nats;
  private Connection connection;
  private JetStreamSubscription reports;

  @BeforeEach
  void start() throws Exception {
    podman = Podman.start();
    nats = NatsForTests.start();
    connection = nats.connect();
    reports =
        connection
            .jetStream()
            .subscribe("reports.>", PushSubscribeOptions.builder().ordered(true).build());
  }

  @AfterEach
  void stop() throws Exception {
    if (nats != null) {
      connection.close();
      nats.close();
    }
    if (podman != null) {
      podman.close();
    }
  }

  @Test
  void withoutItsOwnMemoryItStillKnowsWhatIsOutOfDate() throws Exception {
    try (var containers = provider("first")) {
      order("ensure", 2, "make");
      assertThat(awaitEnd("make").outcome()).isEqualTo(Result.READY);
    }
    try (var containers = provider("second")) {
      order("ensure", 1, "old");
      assertThat(awaitEnd("old").outcome()).isEqualTo(Result.SUPERSEDED);
      order("ensure", 2, "again");
      var again = awaitEnd("again");
      assertThat(again.outcome()).isEqualTo(Result.READY);
      order("remove", 3, "remove");
      assertThat(awaitEnd("remove").outcome()).isEqualTo(Result.GONE);
    }
    try (var containers = provider("third")) {
      order("ensure", 2, "resurrect");
      assertThat(awaitEnd("resurrect").outcome()).isEqualTo(Result.SUPERSEDED);
      try (var docker = Podman.client(podman)) {
        assertThat(docker.listContainersCmd().withShowAll(true).exec()).isEmpty();
      }
    }
  }

  private Containers provider(String home) throws IOException {
    var login = nats.login("containers");
    return Containers.start(
        Map.of(
            "ORRERY_NATS_URL", nats.url(),
            "ORRERY_NATS_USER", login.user(),
            "ORRERY_NATS_PASSWORD", login.password(),
            "ORRERY_CONTAINERS_HOME", folder.resolve(home).toString(),
            "ORRERY_CONTAINERS_ENGINE", podman.url(),
            "ORRERY_CONTAINERS_IMAGES", "*=" + PodmanForTests.IMAGE,
            "ORRERY_CONTAINERS_PULL", "never"));
  }

  private void order(String verb, long generation, String token) throws Exception {
    var order =
        new Order(
            Wire.PROTOCOL,
            "containers",
            "compute",
            verb,
            RESOURCE,
            null,
            null,
            null,
            generation,
            verb.equals("ensure") ? Wire.tree(MACHINE) : null,
            null,
            null,
            1,
            token,
            generation,
            null,
            Instant.now(),
            null);
    connection
        .jetStream()
        .publish(Subjects.order("containers", "compute", verb, RESOURCE), Wire.write(order));
  }

  private Report awaitEnd(String token) throws Exception {
    var until = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(until)) {
      var message = reports.nextMessage(Duration.ofMillis(200));
      if (message != null) {
        var report = Wire.read(message.getData(), Report.class);
        if (token.equals(report.operationToken()) && report.outcome().ends()) {
          return report;
        }
      }
    }
    throw new AssertionError("no end of " + token);
  }
}
