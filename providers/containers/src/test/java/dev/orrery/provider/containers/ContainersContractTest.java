package dev.orrery.provider.containers;

import dev.orrery.kit.testing.PodmanForTests;
import dev.orrery.provider.testkit.ProviderContract;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// The testkit over a real podman: the checks of what a back end can get wrong in every build, and
/// all of them with `-Dorrery.verify=containers`. Those are minutes of a machine that does nothing
/// else, since many are about time.
class ContainersContractTest {
  // Without an address: the checks use the same desired state for many instances at once.
  private static final String MACHINE =
      """
      {"name": "Web 1", "instanceType": {"vcpus": 1, "memoryMib": 64}, "image": "debian-13",
       "powerState": "%s", "addresses": []}
      """;

  private static PodmanForTests podman;

  @BeforeAll
  static void startPodman() throws Exception {
    podman = Podman.start();
  }

  @AfterAll
  static void stopPodman() throws Exception {
    if (podman != null) {
      podman.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> keepsTheHeartOfTheProviderContract() {
    return contract()
        .only("verbs.", "drift.", "duplicates.of-a", "fencing.refuses", "generations.an-older")
        .tests();
  }

  @TestFactory
  @EnabledIfSystemProperty(named = "orrery.verify", matches = "containers")
  Stream<DynamicTest> keepsTheProviderContract() {
    return contract().tests();
  }

  private static ProviderContract contract() {
    return ProviderContract.of(Containers.class)
        .desiring(MACHINE.formatted("RUNNING"), MACHINE.formatted("STOPPED"))
        .waiting(Duration.ofSeconds(60))
        .with(
            Map.of(
                "ORRERY_CONTAINERS_ENGINE",
                podman.url(),
                "ORRERY_CONTAINERS_IMAGES",
                "*=" + PodmanForTests.IMAGE,
                "ORRERY_CONTAINERS_PULL",
                "never",
                "ORRERY_CONTAINERS_STOP_SECONDS",
                "2"));
  }
}
