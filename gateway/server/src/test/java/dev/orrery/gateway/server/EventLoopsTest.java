package dev.orrery.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventLoopsTest {
  private static final String COUNT = "quarkus.vertx.event-loops-pool-size";

  @Test
  void thereIsOneForEachCore() {
    var config = new SmallRyeConfigBuilder().addDiscoveredSources().build();

    assertThat(config.getValue(COUNT, Integer.class))
        .isEqualTo(Runtime.getRuntime().availableProcessors());
  }

  @Test
  void anyOtherConfigurationWins() {
    var config =
        new SmallRyeConfigBuilder()
            .addDiscoveredSources()
            .withSources(new PropertiesConfigSource(Map.of(COUNT, "7"), "file", 50))
            .build();

    assertThat(config.getValue(COUNT, Integer.class)).isEqualTo(7);
  }
}
