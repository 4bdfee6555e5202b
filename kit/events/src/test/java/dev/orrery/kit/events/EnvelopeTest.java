package dev.orrery.kit.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.EventSchemas;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
  private static final TypeId EVENT = TypeId.generate("evt");
  private static final TypeId REGION = TypeId.generate("reg");
  private static final TypeId ORGANIZATION = TypeId.generate("org");
  private static final TypeId SITE = TypeId.generate("site");
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901Z");
  private static final Traceparent TRACE = Traceparent.start();

  @Test
  void whatIsWrittenHonoursTheContract() {
    EventSchemas.assertValid(write(Change.created("region", REGION, 1, region(1, "north"))));
    EventSchemas.assertValid(
        write(Change.updated("region", REGION, 2, region(1, "north"), region(2, "south"))));
    EventSchemas.assertValid(write(Change.deleted("region", REGION, 3, region(2, "south"))));
  }

  @Test
  void whatIsReadIsWhatWasWritten() {
    Change change =
        Change.updated("region", REGION, 2, region(1, "north"), region(2, "south"))
            .in(ORGANIZATION, null)
            .by("user_1")
            .relatedTo(List.of(SITE));
    ChangeEvent<Region> event =
        Envelope.as(Envelope.read(EventJson.parse(write(change))).orElseThrow(), Region.class);
    assertThat(event.id()).isEqualTo(EVENT.toString());
    assertThat(event.type()).isEqualTo("region");
    assertThat(event.verb()).isEqualTo("updated");
    assertThat(event.time()).isEqualTo(NOW);
    assertThat(event.resource()).isEqualTo(REGION);
    assertThat(event.version()).isEqualTo(2);
    assertThat(event.before()).isEqualTo(new Region(REGION, "north"));
    assertThat(event.snapshot()).isEqualTo(new Region(REGION, "south"));
    assertThat(event.actor()).isEqualTo("user_1");
    assertThat(event.organization()).isEqualTo(ORGANIZATION);
    assertThat(event.project()).isNull();
    assertThat(event.related()).containsExactly(SITE);
    assertThat(event.trace()).isEqualTo(TRACE);
    assertThat(event.policyRevision()).isEqualTo(42);
  }

  @Test
  void whatNoPolicyDecidedNamesNone() {
    Change change = Change.created("region", REGION, 1, region(1, "n"));
    var event = Envelope.write(change, EVENT, "/location-api", NOW, TRACE, 0);
    assertThat(event.has("policyrevision")).isFalse();
    assertThat(Envelope.read(event).orElseThrow().policyRevision()).isZero();
    event.put("policyrevision", "seven");
    assertThat(Envelope.read(event).orElseThrow().policyRevision()).isZero();
  }

  record Region(TypeId id, String name) {}

  @Test
  void namesTheFieldsThatDifferExceptTheOnesThatAlwaysDo() {
    assertThat(changed(Change.updated("region", REGION, 2, region(1, "north"), region(2, "south"))))
        .containsExactly("name");
    assertThat(changed(Change.created("region", REGION, 1, Map.of("id", "x", "version", 1))))
        .containsExactly("id");
  }

  @Test
  void aNewerVersionOfATypeIsUnknown() {
    String event =
        write(Change.created("region", REGION, 1, region(1, "n")))
            .replace("created.v1", "created.v2");
    assertThat(Envelope.read(EventJson.parse(event))).isEmpty();
  }

  @Test
  void somethingElseIsUnreadable() {
    assertThatThrownBy(() -> Envelope.read(EventJson.parse("{\"hello\": 1}")))
        .isInstanceOf(UnreadableMessage.class)
        .hasMessageContaining("'type'");
    assertThatThrownBy(() ->
            Envelope.read(
                EventJson.parse(
                    write(Change.created("region", REGION, 1, region(1, "n")))
                        .replace(REGION.toString(), "reg_nonsense"))))
        .isInstanceOf(UnreadableMessage.class);
  }

  @Test
  void refusesASnapshotThatIsNoObject() {
    assertThatThrownBy(() -> write(Change.created("region", REGION, 1, "text")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<String> changed(Change change) {
    List<String> names = new ArrayList<>();
    JsonNode data = EventJson.parse(write(change)).path("data");
    data.path("changed").forEach(name -> names.add(name.asText()));
    return names;
  }

  private static String write(Change change) {
    return Envelope.write(change, EVENT, "/location-api", NOW, TRACE, 42).toString();
  }

  private static Map<String, Object> region(long version, String name) {
    Map<String, Object> region = new LinkedHashMap<>();
    region.put("id", REGION);
    region.put("organization", ORGANIZATION);
    region.put("project", null);
    region.put("name", name);
    region.put("status", "ACTIVE");
    region.put("labels", Map.of("env", "prod"));
    region.put("annotations", Map.of());
    region.put("version", version);
    region.put("createdAt", NOW);
    region.put("updatedAt", NOW.plusSeconds(version));
    region.put("deletionRequestedAt", null);
    region.put("parent", null);
    return region;
  }
}
