package dev.orrery.provider.simulator;

import dev.orrery.provider.testkit.ProviderContract;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class SimulatorContractTest {
  @TestFactory
  Stream<DynamicTest> keepsTheProviderContract() {
    return ProviderContract.of(Simulator.class)
        .with(Map.of("ORRERY_SIMULATOR_FAULTS", "{\"latencyMillis\": 20}"))
        .tests();
  }
}
