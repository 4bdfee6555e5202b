package dev.orrery.handlers.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.handlers.support.House;
import dev.orrery.handlers.support.WithServers;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.kit.testing.PostgresForTests;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Of 200 provider objects that were changed or deleted behind our back, each is detected, and
/// corrected or alerted once. How soon, `./orrery exam drift` judges: a build's machine has others
/// to serve.
@QuarkusTest
@WithServers
@TestProfile(DriftExamTest.Cadence.class)
class DriftExamTest {
  private static final Duration EVERY = Duration.ofSeconds(4);
  private static final int OBJECTS = 200;

  /// A cadence that a test can wait for.
  public static final class Cadence implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "orrery.reconciliation.every",
          EVERY.toString(),
          "orrery.reconciliation.corrections-per-hour",
          "150");
    }
  }

  PostgresForTests postgres;
  NatsForTests nats;
  @TempDir Path home;

  /// What other tests left behind would be looked at, and corrected out of the budget, too.
  @BeforeEach
  void forgetOtherTests() throws Exception {
    // Row by row, this and what still goes on could wait for each other.
    try (var owner = postgres.connect("handlers");
        var sql = owner.createStatement()) {
      sql.execute("truncate reconciliation, reconciliation_correction");
    }
  }

  @Test
  void eachOf200DriftsIsSeenInTimeAndCorrectedOrToldOnce() throws Exception {
    var instances = Stream.generate(() -> TypeId.generate("inst")).limit(OBJECTS).toList();
    try (var house = new House(nats);
        var simulated = new Simulated(nats, home)) {
      for (var instance : instances) {
        house.changed("instance", "created", instance, 1, snapshot(instance), List.of());
      }
      awaitAll(house, instances, Duration.ofSeconds(90), Instant.EPOCH, "IN_SYNC");

      var began = Instant.now();
      for (int i = 0; i < OBJECTS; i++) {
        var id = instances.get(i).toString();
        if (i % 2 == 0) {
          simulated.change(id, "{\"powerState\": \"STOPPED\"}");
        } else {
          simulated.delete(id);
        }
      }
      awaitAll(house, instances, Duration.ofSeconds(60), began, "DRIFTED", "CORRECTING");
      // Some rounds more, in which nothing may happen twice.
      Thread.sleep(EVERY.multipliedBy(2));

      int corrected = 0;
      int told = 0;
      for (var instance : instances) {
        var events = eventsSince(house, instance, began);
        var drifted =
            events.stream().filter(event -> event.get("type").asText().contains("drifted")).count();
        var last = events.getLast().at("/data/after");
        if (last.get("corrections").asInt() > 0) {
          corrected++;
          assertThat(drifted).as("what was told: %s", events).isZero();
          assertThat(last.get("corrections").asInt()).isEqualTo(1);
          assertThat(last.get("status").asText()).isEqualTo("IN_SYNC");
          assertThat(simulated.orderedEffects(instance.toString())).hasSize(2);
        } else {
          told++;
          assertThat(drifted).as("what was told: %s", events).isEqualTo(1);
          assertThat(simulated.orderedEffects(instance.toString())).hasSize(1);
        }
      }
      assertThat(corrected).isEqualTo(150);
      assertThat(told).isEqualTo(50);
    }
  }

  private static void awaitAll(
      House house, List<TypeId> instances, Duration patience, Instant since, String... statuses)
      throws Exception {
    var wanted = instances.stream().map(DriftExamTest::rec).collect(Collectors.toSet());
    var until = Instant.now().plus(patience);
    while (true) {
      var seen =
          house.messages("changes.reconciliation.*.%s.>".formatted(House.ORGANIZATION)).stream()
              .filter(event -> !time(event).isBefore(since))
              .filter(event -> Set.of(statuses).contains(status(event)))
              .map(event -> event.get("subject").asText())
              .collect(Collectors.toSet());
      if (seen.containsAll(wanted)) {
        return;
      }
      wanted.removeAll(seen);
      assertThat(Instant.now()).as("%d are missing: %s", wanted.size(), wanted).isBefore(until);
      Thread.sleep(300);
    }
  }

  /// A look before its job was planned finds an instance missing, and says so: on a slow machine
  /// that may be told before anything was done behind our back.
  private static List<JsonNode> eventsSince(House house, TypeId instance, Instant began)
      throws Exception {
    return house
        .messages("changes.reconciliation.*.%s.%s".formatted(House.ORGANIZATION, rec(instance)))
        .stream()
        .filter(event -> !time(event).isBefore(began))
        .toList();
  }

  private static Instant time(JsonNode event) {
    return Instant.parse(event.get("time").asText());
  }

  private static String rec(TypeId instance) {
    return new TypeId("rec", instance.uuid()).toString();
  }

  private static String status(JsonNode event) {
    return event.at("/data/after/status").asText();
  }

  private static Map<String, Object> snapshot(TypeId instance) {
    var snapshot = new HashMap<String, Object>();
    snapshot.put("id", instance.toString());
    snapshot.put("name", "web-1");
    snapshot.put("instanceType", Map.of("vcpus", 2, "memoryMib", 4096));
    snapshot.put("image", "debian-13");
    snapshot.put("provider", "simulator");
    snapshot.put("desiredPowerState", "RUNNING");
    snapshot.put("generation", 1);
    snapshot.put("management", "MANAGED");
    return snapshot;
  }
}
