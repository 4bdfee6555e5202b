package dev.orrery.handlers.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.handlers.reconciliation.Attribute.Cause;
import dev.orrery.handlers.reconciliation.Attribute.Owner;
import dev.orrery.provider.protocol.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Instant THEN = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant NOW = Instant.parse("2026-03-01T12:10:00Z");
  private static final String DESIRED =
      """
      {"name": "web", "instanceType": {"vcpus": 2, "memoryMib": 4096}, "powerState": "RUNNING", "addresses": ["10.0.0.7", "10.0.0.8"]}
      """;

  @Test
  void theSameInAnotherOrderAndWithMoreIsInSync() {
    var attributes =
        compared(
            DESIRED,
            """
            {"addresses": ["10.0.0.8", "10.0.0.7"], "powerState": "RUNNING", "hostname": "web", "name": "web",
             "instanceType": {"memoryMib": 4096, "vcpus": 2}, "providerReference": "sim-1"}
            """);

    assertThat(attributes).extracting(Attribute::status).containsOnly(SyncStatus.IN_SYNC);
    assertThat(attributes)
        .extracting(Attribute::name)
        .containsExactlyInAnyOrder(
            "exists",
            "name",
            "instanceType.vcpus",
            "instanceType.memoryMib",
            "powerState",
            "addresses");
  }

  @Test
  void eachFieldIsJudgedByItselfAndKnowsItsOwner() {
    var attributes =
        compared(
            DESIRED,
            """
            {"name": "web", "instanceType": {"vcpus": 4, "memoryMib": 4096}, "powerState": "RUNNING", "addresses": ["10.0.0.9"]}
            """);

    assertThat(attributes.stream().filter(Attribute::isDrift))
        .extracting(Attribute::name)
        .containsExactlyInAnyOrder("instanceType.vcpus", "addresses");
    assertThat(named(attributes, "instanceType.vcpus").observed()).isEqualTo("4");
    assertThat(named(attributes, "instanceType.vcpus").owner()).isEqualTo(Owner.RECORD);
    assertThat(named(attributes, "addresses").owner()).isEqualTo(Owner.IPAM);
  }

  @Test
  void whatWasInSyncWasChangedOutsideAndWhatNeverWasWasNot() {
    var before = compared(DESIRED, DESIRED);
    var changed = DESIRED.replace("RUNNING", "STOPPED");

    assertThat(named(Comparison.of(tree(DESIRED), tree(changed), before, false, NOW), "powerState"))
        .satisfies(power -> {
          assertThat(power.cause()).isEqualTo(Cause.CHANGED_OUTSIDE);
          assertThat(power.since()).isEqualTo(NOW);
        });
    assertThat(named(compared(DESIRED, changed), "powerState").cause()).isEqualTo(Cause.NEVER_SEEN);
    assertThat(
            named(Comparison.of(tree(DESIRED), tree(changed), before, true, NOW), "powerState")
                .cause())
        .isEqualTo(Cause.NOT_ACHIEVED);
  }

  @Test
  void aDriftThatGoesOnKeepsItsCauseAndItsBeginning() {
    var inSync = compared(DESIRED, DESIRED);
    var changed = tree(DESIRED.replace("RUNNING", "STOPPED"));
    var drifted = Comparison.of(tree(DESIRED), changed, inSync, false, THEN);

    assertThat(Comparison.of(tree(DESIRED), changed, drifted, false, NOW)).isEqualTo(drifted);
  }

  @Test
  void whatIsGoneWasDeletedOutside() {
    var attributes = Comparison.of(tree(DESIRED), null, compared(DESIRED, DESIRED), false, NOW);

    assertThat(attributes.stream().filter(Attribute::isDrift))
        .singleElement()
        .satisfies(exists -> {
          assertThat(exists.name()).isEqualTo("exists");
          assertThat(exists.cause()).isEqualTo(Cause.DELETED_OUTSIDE);
        });
  }

  @Test
  void whatWasRightBeforeItWasOutOfSightWasChangedOutside() {
    var gone = Comparison.of(tree(DESIRED), null, compared(DESIRED, DESIRED), false, THEN);
    var back = tree(DESIRED.replace("RUNNING", "STOPPED"));

    assertThat(named(gone, "powerState").cause()).isEqualTo(Cause.NOT_SEEN_NOW);
    assertThat(named(Comparison.of(tree(DESIRED), back, gone, false, NOW), "powerState").cause())
        .isEqualTo(Cause.CHANGED_OUTSIDE);
  }

  @Test
  void whatTheProviderDoesNotTellIsUnknownAndNoDrift() {
    var attributes = compared(DESIRED, "{\"powerState\": \"RUNNING\"}");

    assertThat(named(attributes, "name").status()).isEqualTo(SyncStatus.UNKNOWN);
    assertThat(attributes).noneMatch(Attribute::isDrift);
  }

  @Test
  void withoutAnAddressInTheRecordAnyIsRight() {
    var attributes = compared("{\"addresses\": []}", "{\"addresses\": [\"10.88.0.3\"]}");

    assertThat(named(attributes, "addresses").status()).isEqualTo(SyncStatus.IN_SYNC);
  }

  private static List<Attribute> compared(String desired, @Nullable String observed) {
    return Comparison.of(
        tree(desired), observed == null ? null : tree(observed), List.of(), false, THEN);
  }

  private static Attribute named(List<Attribute> attributes, String name) {
    return attributes.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  private static JsonNode tree(String json) {
    try {
      return Wire.read(json.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
