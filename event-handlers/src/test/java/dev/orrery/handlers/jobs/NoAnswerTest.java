package dev.orrery.handlers.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.handlers.support.House;
import dev.orrery.handlers.support.WithServers;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.NatsForTests;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A provider that takes its orders and never says a word.
@QuarkusTest
@WithServers
@TestProfile(NoAnswerTest.ShortDeadlines.class)
class NoAnswerTest {
  private static final Duration DEADLINE = Duration.ofMillis(400);
  private static final Duration GRACE = Duration.ofMillis(100);
  private static final int MOST_FAILURES = 4;

  /// Deadlines that a test can wait for.
  public static final class ShortDeadlines implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "orrery.jobs.order-deadline",
          DEADLINE.toString(),
          "orrery.jobs.grace",
          GRACE.toString(),
          "orrery.jobs.most-failures",
          "" + MOST_FAILURES);
    }
  }

  NatsForTests nats;
  private House house;
  private final TypeId instance = TypeId.generate("inst");

  @BeforeEach
  void start() throws Exception {
    house = new House(nats);
  }

  @AfterEach
  void stop() throws Exception {
    house.close();
  }

  @Test
  void aProviderThatNeverAnswersIsAskedAFewTimesAndThenTheJobFails() throws Exception {
    var began = Instant.now();
    house.changed("instance", "created", instance, 1, snapshot(), List.of());

    var failed =
        house.await(
            "changes.job.updated.%s.>".formatted(House.ORGANIZATION),
            event ->
                event.at("/data/after/instance").asText().equals(instance.toString())
                    && event.at("/data/after/status").asText().equals("FAILED"));

    var step = failed.at("/data/after/steps/0");
    assertThat(step.at("/failure/code").asText()).isEqualTo("NO_ANSWER");
    assertThat(step.at("/failure/message").asText()).isEqualTo("mute did not answer 4 times");
    assertThat(step.at("/attempt").asInt()).isEqualTo(1);
    assertThat(orders("ensure")).hasSize(1);
    assertThat(orders("observe")).hasSize(MOST_FAILURES - 1);
    assertThat(Duration.between(began, Instant.now()))
        .isGreaterThan(DEADLINE.plus(GRACE).multipliedBy(MOST_FAILURES));
  }

  private List<JsonNode> orders(String verb) throws Exception {
    return house.messages("work.mute.compute.%s.%s".formatted(verb, instance));
  }

  private Map<String, Object> snapshot() {
    var snapshot = new HashMap<String, Object>();
    snapshot.put("id", instance.toString());
    snapshot.put("name", "web-1");
    snapshot.put("instanceType", Map.of("vcpus", 2, "memoryMib", 4096));
    snapshot.put("image", "debian-13");
    snapshot.put("provider", "mute");
    snapshot.put("desiredPowerState", "RUNNING");
    snapshot.put("generation", 1);
    return snapshot;
  }
}
