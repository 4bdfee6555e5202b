package dev.orrery.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  @Test
  void becomeConfiguration() {
    assertThat(
            Arguments.parse(
                "--supergraph", "s.graphql", "--port", "1", "--host", "0.0.0.0", "--config", "c"))
        .isEqualTo(
            new Arguments.Settings(
                Map.of(
                    "gateway.supergraph", "s.graphql",
                    "quarkus.http.port", "1",
                    "quarkus.http.host", "0.0.0.0",
                    "quarkus.config.locations", "c")));
  }

  @Test
  void areExplainedWhenTheyMakeNoSense() {
    assertThat(Arguments.parse("--nope", "x"))
        .isInstanceOfSatisfying(Arguments.Usage.class, u -> assertThat(u.wanted()).isFalse());
    assertThat(Arguments.parse("--port")).isInstanceOf(Arguments.Usage.class);
    assertThat(Arguments.parse("--help"))
        .isInstanceOfSatisfying(Arguments.Usage.class, u -> assertThat(u.wanted()).isTrue());
  }
}
