package dev.orrery.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.conformance.gateway.CommandGateway;
import dev.orrery.gateway.conformance.gateway.LibraryGateway;
import dev.orrery.gateway.conformance.world.SubgraphServers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every case, asked of our engine over HTTP, or of the gateway that `-Dgateway.command` starts.
/// `-Dcase=keys` runs one feature, `-Dcase=keys/composite` one case.
class ConformanceTest {
  private static final String FILTER = System.getProperty("case", "");
  private static final List<Feature> FEATURES = Suite.features(FILTER);

  private static Suite suite;

  @BeforeAll
  static void start() throws IOException {
    String command = System.getProperty("gateway.command", "");
    suite =
        command.isEmpty()
            ? new Suite(new SubgraphServers(0), new LibraryGateway(), true)
            : new Suite(
                new SubgraphServers(0),
                new CommandGateway(command, System.getProperty("gateway.path", "/graphql")),
                false);
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  @TestFactory
  Stream<DynamicNode> answersAsTheSpecificationSays() {
    return Cases.of(FEATURES, FILTER, suite);
  }

  @Test
  void thereAreAsManyCasesAsPromised() {
    List<String> names = new ArrayList<>(Suite.names(FEATURES));
    assertThat(names).isNotEmpty();
    if (FILTER.isEmpty()) {
      assertThat(names).hasSizeGreaterThanOrEqualTo(300);
    }
  }
}
