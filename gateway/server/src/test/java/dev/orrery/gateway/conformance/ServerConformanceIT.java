package dev.orrery.gateway.conformance;

import dev.orrery.gateway.conformance.world.SubgraphServers;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/// The built server answers every case of the conformance suite as the engine alone does.
class ServerConformanceIT {
  private static final String FILTER = System.getProperty("case", "");
  private static final List<Feature> FEATURES = Suite.features(FILTER);

  private static Suite suite;

  @BeforeAll
  static void start() throws IOException {
    suite = new Suite(new SubgraphServers(0), new ServerGateway(), true);
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  @TestFactory
  Stream<DynamicNode> answersAsTheSpecificationSays() {
    return Cases.of(FEATURES, FILTER, suite);
  }
}
