package dev.orrery.provider.testkit.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The provider to be verified.
///
/// @param command how its process is started
/// @param environment what the process gets beside the variables of the contract
/// @param name under which it must announce itself
/// @param first a desired state, and
/// @param second another one that the same resource can be brought to
/// @param patience how long to wait for what should come at once
/// @param root of the repository, for the NATS server and the contract
public record UnderTest(
    List<String> command,
    Map<String, String> environment,
    String name,
    JsonNode first,
    JsonNode second,
    Duration patience,
    Path root) {

  /// The ack wait that the provider is told.
  public static final Duration ACK_WAIT = Duration.ofSeconds(1);

  /// The cadence of heartbeats that the provider is told.
  public static final Duration HEARTBEAT = Duration.ofMillis(500);

  private static final Duration USUAL_PATIENCE = Duration.ofSeconds(15);

  private static final String COMPUTE =
      """
      {"name": "Web 1", "instanceType": {"vcpus": 1, "memoryMib": 256}, "image": "debian-13",
       "powerState": "%s", "addresses": ["10.0.0.7"]}
      """;

  /// A process of a compute provider that takes its name from `ORRERY_PROVIDER_NAME`.
  public static UnderTest of(List<String> command, Path root) {
    return new UnderTest(
        List.copyOf(command),
        Map.of(),
        "verified",
        Json.parse(COMPUTE.formatted("RUNNING")),
        Json.parse(COMPUTE.formatted("STOPPED")),
        USUAL_PATIENCE,
        root);
  }

  /// The same with more environment.
  public UnderTest with(Map<String, String> more) {
    return new UnderTest(command, Map.copyOf(more), name, first, second, patience, root);
  }

  /// The same under another name.
  public UnderTest named(String other) {
    return new UnderTest(command, environment, other, first, second, patience, root);
  }

  /// The same with other desired states.
  public UnderTest desiring(JsonNode otherFirst, JsonNode otherSecond) {
    return new UnderTest(command, environment, name, otherFirst, otherSecond, patience, root);
  }

  /// How many times slower than usual it may be.
  long slowness() {
    return Math.max(1, patience.dividedBy(USUAL_PATIENCE));
  }

  /// The same with another patience.
  public UnderTest waiting(Duration most) {
    return new UnderTest(command, environment, name, first, second, most, root);
  }
}
