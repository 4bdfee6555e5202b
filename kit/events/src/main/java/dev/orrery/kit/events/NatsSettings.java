package dev.orrery.kit.events;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/// How to reach NATS.
@ConfigMapping(prefix = "orrery.nats")
interface NatsSettings {
  @WithDefault("nats://127.0.0.1:4011")
  String url();

  Optional<String> user();

  Optional<String> password();

  /// The server's monitoring endpoint; without it, nobody can tell whether it syncs every write.
  Optional<String> monitoringUrl();
}
