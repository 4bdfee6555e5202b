package dev.orrery.gateway.server;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/// One event loop for each core, unless configured otherwise. Nothing here blocks one, so more of
/// them than cores only pass requests back and forth.
public final class EventLoops implements ConfigSource {
  private static final String COUNT = "quarkus.vertx.event-loops-pool-size";

  @Override
  public Set<String> getPropertyNames() {
    return Set.of(COUNT);
  }

  @Override
  public Map<String, String> getProperties() {
    return Map.of(COUNT, count());
  }

  @Override
  public @Nullable String getValue(String name) {
    return name.equals(COUNT) ? count() : null;
  }

  private static String count() {
    return Integer.toString(Runtime.getRuntime().availableProcessors());
  }

  @Override
  public String getName() {
    return "event loops by cores";
  }

  /// Below every file, property and variable.
  @Override
  public int getOrdinal() {
    return 10;
  }
}
