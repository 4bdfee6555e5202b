package dev.orrery.provider.runner;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a runner reaches NATS and where it keeps its journal.
///
/// @param natsUrl such as `nats://127.0.0.1:4011`
/// @param home folder of the journal; one process at a time
/// @param ackWait how long NATS waits for a sign of life of an order before it delivers it again
/// @param heartbeatEvery how often the provider says that it is alive
/// @param ordersHeld how many orders are worked on at a time
/// @param orderBytes the largest body that is read; a larger one is answered with a failure
public record Settings(
    String natsUrl,
    @Nullable String natsUser,
    @Nullable String natsPassword,
    Path home,
    Duration ackWait,
    Duration heartbeatEvery,
    int ordersHeld,
    int orderBytes) {

  /// The defaults, with no credentials.
  public static Settings of(String natsUrl, Path home) {
    return new Settings(
        natsUrl, null, null, home, Duration.ofSeconds(10), Duration.ofSeconds(10), 64, 512 * 1024);
  }

  /// Reads the variables of the contract: `ORRERY_NATS_URL`, `ORRERY_NATS_USER`,
  /// `ORRERY_NATS_PASSWORD`, `ORRERY_PROVIDER_HOME`, `ORRERY_PROVIDER_ACK_WAIT_MILLIS` and
  /// `ORRERY_PROVIDER_HEARTBEAT_MILLIS`.
  ///
  /// @param home where there is no `ORRERY_PROVIDER_HOME`
  public static Settings fromEnvironment(Map<String, String> environment, Path home) {
    return of(
            environment.getOrDefault("ORRERY_NATS_URL", "nats://127.0.0.1:4011"),
            Path.of(environment.getOrDefault("ORRERY_PROVIDER_HOME", home.toString())))
        .withCredentials(
            environment.get("ORRERY_NATS_USER"), environment.get("ORRERY_NATS_PASSWORD"))
        .withTimings(
            millis(environment, "ORRERY_PROVIDER_ACK_WAIT_MILLIS"),
            millis(environment, "ORRERY_PROVIDER_HEARTBEAT_MILLIS"));
  }

  private static Duration millis(Map<String, String> environment, String name) {
    return Duration.ofMillis(Long.parseLong(environment.getOrDefault(name, "10000")));
  }

  /// The same with a user and password.
  public Settings withCredentials(@Nullable String user, @Nullable String password) {
    return new Settings(
        natsUrl, user, password, home, ackWait, heartbeatEvery, ordersHeld, orderBytes);
  }

  /// The same with other timings.
  public Settings withTimings(Duration otherAckWait, Duration otherHeartbeatEvery) {
    return new Settings(
        natsUrl,
        natsUser,
        natsPassword,
        home,
        otherAckWait,
        otherHeartbeatEvery,
        ordersHeld,
        orderBytes);
  }
}
