package dev.orrery.provider.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.provider.FailureKind;
import dev.orrery.provider.protocol.Report;
import dev.orrery.provider.protocol.Report.Result;
import dev.orrery.provider.protocol.Wire;
import dev.orrery.provider.simulator.Effect.What;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatorTest {
  private static final DesiredMachine WEB =
      new DesiredMachine(
          "Web 1", new InstanceType(2, 4096), "debian-13", PowerState.RUNNING, List.of("10.0.0.7"));
  private static final DesiredMachine STOPPED_WEB =
      new DesiredMachine(
          "Web 1", new InstanceType(2, 4096), "debian-13", PowerState.STOPPED, List.of("10.0.0.7"));

  @TempDir static Path home;
  private static NatsForTests nats;
  private static SimulatorProcess simulator;
  private static Orders orders;
  private String resource;

  @BeforeAll
  static void start() throws Exception {
    nats = NatsForTests.start();
    orders = new Orders(nats);
    simulator = new SimulatorProcess(nats, home);
  }

  @AfterAll
  static void stop() throws Exception {
    orders.close();
    simulator.close();
    nats.close();
  }

  @BeforeEach
  void resource() {
    resource = orders.resource();
  }

  @Test
  void aMachineIsMadeChangedAndRemoved() throws Exception {
    orders.ensure(resource, 1, "make", WEB);
    var made = observed(orders.awaitEnd(resource, "make"));
    orders.ensure(resource, 2, "stop", STOPPED_WEB);
    var stopped = observed(orders.awaitEnd(resource, "stop"));
    orders.remove(resource, 3, "remove");
    var removed = orders.awaitEnd(resource, "remove");

    assertThat(made.hostname()).isEqualTo("web-1");
    assertThat(made.addresses()).containsExactly("10.0.0.7");
    assertThat(stopped.powerState()).isEqualTo(PowerState.STOPPED);
    assertThat(removed.outcome()).isEqualTo(Result.GONE);
    assertThat(simulator.effects(resource))
        .extracting(Effect::what)
        .containsExactly(What.CREATED, What.STOPPED, What.DELETED);
  }

  @Test
  void whatIsNotSettledIsLookedAtAgain() throws Exception {
    simulator.put("/faults", "{\"latencyMillis\": 400}");
    orders.ensure(resource, 1, "make", WEB);
    orders.awaitEnd(resource, "make");
    simulator.put("/faults", "{\"latencyMillis\": 20}");

    assertThat(orders.find(resource, "make", _ -> true))
        .extracting(Report::outcome)
        .containsExactly(Result.CHECK_AGAIN, Result.READY);
  }

  @Test
  void aCrashBetweenEffectAndReportEndsInOneEffectAndOneReport() throws Exception {
    simulator.put("/faults", "{\"latencyMillis\": 20, \"crash\": {\"next\": 1}}");
    orders.ensure(resource, 1, "make", WEB);

    assertThat(simulator.awaitDeath()).isEqualTo(137);
    assertThat(simulator.effects(resource)).hasSize(1);
    simulator.start();

    assertThat(orders.awaitEnd(resource, "make").outcome()).isEqualTo(Result.READY);
    assertThat(simulator.effects(resource))
        .singleElement()
        .satisfies(effect -> assertThat(effect.operationToken()).isEqualTo("make"));
  }

  @Test
  void aKilledProcessLosesNothingAndRepeatsNothing() throws Exception {
    var resources = IntStream.range(0, 100).mapToObj(_ -> orders.resource());
    var all = resources.toList();
    for (var each : all) {
      orders.ensure(each, 1, "make", WEB);
    }
    Thread.sleep(50);
    simulator.kill();
    simulator.start();

    for (var each : all) {
      assertThat(orders.awaitEnd(each, "make").outcome()).isEqualTo(Result.READY);
      assertThat(simulator.effects(each)).hasSize(1);
    }
    orders.listen(Duration.ofSeconds(1));
    for (var each : all) {
      assertThat(orders.find(each, "make", report -> report.outcome().ends())).hasSize(1);
    }
  }

  @Test
  void aRebootIsDoneOnceEvenWhenTheProcessDiesOfIt() throws Exception {
    orders.ensure(resource, 1, "make", WEB);
    orders.awaitEnd(resource, "make");
    simulator.put("/faults", "{\"latencyMillis\": 20, \"crash\": {\"next\": 1}}");
    orders.reboot(resource, 1, "reboot");
    simulator.awaitDeath();
    simulator.start();

    assertThat(orders.awaitEnd(resource, "reboot").outcome()).isEqualTo(Result.READY);
    assertThat(simulator.effects(resource))
        .extracting(Effect::what)
        .containsExactly(What.CREATED, What.ACTED);
  }

  @Test
  void aTransientFailureLeavesNothingBehind() throws Exception {
    simulator.put("/faults", "{\"latencyMillis\": 20, \"transientFault\": {\"next\": 1}}");
    orders.ensure(resource, 1, "make", WEB);

    var failure = orders.awaitEnd(resource, "make").failure();

    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
    assertThat(simulator.effects(resource)).isEmpty();
  }

  @Test
  void anUnknownFailureMayHaveHadItsEffect() throws Exception {
    simulator.put("/faults", "{\"latencyMillis\": 20, \"unknownFault\": {\"next\": 1}}");
    orders.ensure(resource, 1, "make", WEB);

    var failure = orders.awaitEnd(resource, "make").failure();
    orders.observe(resource, 1, "look");

    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(FailureKind.UNKNOWN);
    assertThat(observed(orders.awaitEnd(resource, "look")).name()).isEqualTo("Web 1");
  }

  @Test
  void theWorldCanBeChangedBehindOurBackAndIsPutRight() throws Exception {
    orders.ensure(resource, 1, "make", WEB);
    orders.awaitEnd(resource, "make");

    simulator.put("/objects/" + resource, "{\"powerState\": \"STOPPED\"}");
    orders.observe(resource, 1, "look");
    assertThat(observed(orders.awaitEnd(resource, "look")).powerState())
        .isEqualTo(PowerState.STOPPED);

    orders.ensure(resource, 1, "correct", WEB);
    assertThat(observed(orders.awaitEnd(resource, "correct")).powerState())
        .isEqualTo(PowerState.RUNNING);
  }

  @Test
  void aMachineDeletedBehindOurBackIsGoneAndCanBeMadeAgain() throws Exception {
    orders.ensure(resource, 1, "make", WEB);
    orders.awaitEnd(resource, "make");

    simulator.delete("/objects/" + resource);
    orders.observe(resource, 1, "look");
    assertThat(orders.awaitEnd(resource, "look").outcome()).isEqualTo(Result.GONE);

    orders.ensure(resource, 1, "again", WEB);
    assertThat(orders.awaitEnd(resource, "again").outcome()).isEqualTo(Result.READY);
    assertThat(simulator.effects(resource))
        .extracting(Effect::operationToken)
        .containsExactly("make", null, "again");
  }

  @Test
  void duplicatesHaveOneEffectAndOneReport() throws Exception {
    var order = orders.ensure(resource, 1, "make", WEB);
    orders.repeat(order);
    orders.awaitEnd(resource, "make");
    orders.repeat(order);
    orders.listen(Duration.ofMillis(500));

    assertThat(orders.find(resource, "make", report -> report.outcome().ends())).hasSize(1);
    assertThat(simulator.effects(resource)).hasSize(1);
  }

  @Test
  void theImageOfAMachineCannotChange() throws Exception {
    orders.ensure(resource, 1, "make", WEB);
    orders.awaitEnd(resource, "make");
    orders.ensure(
        resource,
        2,
        "other",
        new DesiredMachine(
            WEB.name(), WEB.instanceType(), "alpine-3", WEB.powerState(), WEB.addresses()));

    var failure = orders.awaitEnd(resource, "other").failure();

    assertThat(failure).isNotNull();
    assertThat(failure.code()).isEqualTo("IMAGE_IS_FIXED");
  }

  @Test
  void theControlListsTheMachines() throws Exception {
    orders.ensure(resource, 1, "make", WEB);
    orders.awaitEnd(resource, "make");

    assertThat(simulator.get("/objects").findValuesAsText("resourceId")).contains(resource);
    assertThat(simulator.get("/objects/" + resource).get("image").asText()).isEqualTo("debian-13");
  }

  private static ObservedMachine observed(Report report) throws IOException {
    assertThat(report.observed()).as("%s", report).isNotNull();
    return Wire.read(report.observed(), ObservedMachine.class);
  }
}
