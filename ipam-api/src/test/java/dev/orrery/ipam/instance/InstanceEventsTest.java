package dev.orrery.ipam.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.ipam.Ipam;
import dev.orrery.ipam.Space;
import dev.orrery.ipam.WithHouse;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.EventSchemas;
import dev.orrery.kit.testing.Heard;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.kit.testing.PolicyForTests;
import dev.orrery.kit.testing.PostgresForTests;
import dev.orrery.kit.testing.TokensForTests;
import io.nats.client.Connection;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What instances' lives do to addresses, over a real NATS.
@WithHouse
class InstanceEventsTest {
  TokensForTests tokens;
  PostgresForTests postgres;
  NatsForTests nats;

  private Ipam ipam;
  private String instance;

  @BeforeEach
  void anOrganizationOfItsOwn() {
    ipam = Ipam.ofANewOrganization(tokens);
    instance = TypeId.generate("inst").toString();
  }

  @Test
  void aNewInstanceGetsAnAddressOfThePrefixItNames() throws Exception {
    String prefix = ipam.prefix("10.0.0.0/24");
    tell("created", instance, prefix);

    JsonPath event = heard("created", 1).getFirst();

    EventSchemas.assertValid(event.prettify());
    assertThat(event.getList("data.related", String.class)).contains(instance, prefix);
    assertThat(event.getString("data.after.address")).isEqualTo("10.0.0.1");
    assertThat(event.getString("data.after.instance")).isEqualTo(instance);
    assertThat(event.getString("data.organization")).isEqualTo(ipam.organization());
  }

  @Test
  void oneEventToldManyTimesGivesOneAddress() throws Exception {
    String prefix = ipam.prefix("10.0.0.0/24");
    for (int i = 0; i < 3; i++) {
      tell("created", instance, prefix);
    }
    String other = TypeId.generate("inst").toString();
    tell("created", other, prefix);

    List<JsonPath> events = heard("created", 2);

    assertThat(events.stream().map(event -> event.getString("data.after.instance")))
        .containsExactlyInAnyOrder(instance, other);
    assertThat(addresses()).containsExactlyInAnyOrder("10.0.0.1", "10.0.0.2");
  }

  @Test
  void anInstanceThatGetsNoneIsToldWhy() throws Exception {
    String full = ipam.prefix("10.0.0.7/32");
    ipam.allocateFrom(full);
    tell("created", instance, full);
    String foreign = Ipam.ofANewOrganization(tokens).prefix("10.0.0.0/24");
    String second = TypeId.generate("inst").toString();
    tell("created", second, foreign);

    List<JsonPath> events = heard("allocationfailed", 2);

    events.forEach(event -> EventSchemas.assertValid(event.prettify()));
    assertThat(
            events.stream()
                .map(event ->
                    event.getString("data.after.instance")
                        + " "
                        + event.getString("data.after.code")))
        .containsExactlyInAnyOrder(instance + " POOL_EXHAUSTED", second + " NOT_FOUND");
    assertThat(
            events.stream()
                .allMatch(event ->
                    event
                        .getList("data.related", String.class)
                        .contains(event.getString("data.after.instance"))))
        .isTrue();
  }

  @Test
  void whoeverCreatesAnInstanceGetsNoAddressOfAPrefixThatTheyMayNotSee() throws Exception {
    String prefix = ipam.prefix("10.0.0.0/24");
    tell("created", instance, prefix, TypeId.generate("user").toString(), 0);
    String second = TypeId.generate("inst").toString();
    tell("created", second, prefix, Ipam.USER, 0);

    JsonPath refused = heard("allocationfailed", 1).getFirst();
    assertThat(refused.getString("data.after.instance")).isEqualTo(instance);
    assertThat(refused.getString("data.after.code")).isEqualTo("NOT_FOUND");
    assertThat(heard("created", 1).getFirst().getString("data.after.instance")).isEqualTo(second);
  }

  @Test
  void anEventThatIsAheadOfThePolicyWaitsAndIsDecidedByTheNewerOne() throws Exception {
    PolicyForTests policy = PolicyForTests.of(nats);
    String prefix = ipam.prefix("10.0.0.0/24");
    String friend = TypeId.generate("user").toString();
    String former = TypeId.generate("user").toString();
    long before = policy.give(former, Map.of(ipam.organization(), "EDITOR"));

    String second = TypeId.generate("inst").toString();
    tell("created", instance, prefix, friend, before + 1);
    tell("created", second, prefix, former, before + 2);
    String marker = TypeId.generate("inst").toString();
    tell("created", marker, prefix, Ipam.USER, before);
    assertThat(heard("created", 1).getFirst().getString("data.after.instance")).isEqualTo(marker);
    policy.give(friend, Map.of(ipam.organization(), "VIEWER"));
    policy.give(former, Map.of());

    JsonPath granted = heard("created", 2).getLast();
    assertThat(granted.getString("data.after.instance")).isEqualTo(instance);
    assertThat(granted.getString("policyrevision")).isEqualTo(Long.toString(before + 1));
    EventSchemas.assertValid(granted.prettify());
    JsonPath denied = heard("allocationfailed", 1).getFirst();
    assertThat(denied.getString("data.after.instance")).isEqualTo(second);
    assertThat(denied.getString("policyrevision")).isEqualTo(Long.toString(before + 2));
  }

  @Test
  void whatARequestCausesIsOfThePolicyThatDecidedIt() {
    String prefix = ipam.prefix("10.0.0.0/24");
    long newer =
        PolicyForTests.of(nats)
            .give(TypeId.generate("user").toString(), Map.of(ipam.organization(), "VIEWER"));
    String address =
        ipam.editor()
            .since(newer)
            .data(
                "mutation($i: AllocateIpAddressInput!) { allocateIpAddress(input: $i) { ipAddress { id } } }",
                Map.of("i", Map.of("organization", ipam.organization(), "prefix", prefix)))
            .getString("allocateIpAddress.ipAddress.id");

    JsonPath event =
        Heard.on(
                nats,
                "CHANGES_IPAM",
                "changes.ipaddress.created.%s.%s".formatted(ipam.organization(), address),
                1)
            .getFirst();
    EventSchemas.assertValid(event.prettify());
    assertThat(Long.parseLong(event.getString("policyrevision"))).isGreaterThanOrEqualTo(newer);
  }

  @Test
  void theAddressesOfAnInstanceGoWithIt() throws Exception {
    String prefix = ipam.prefix("10.0.0.0/24");
    String vrf = ipam.vrf("red");
    String other = ipam.prefix(Map.of("network", "10.0.0.0/24", "vrf", vrf));
    ipam.allocate(Map.of("prefix", prefix, "instance", instance));
    ipam.allocate(Map.of("prefix", other, "instance", instance));
    ipam.allocate(Map.of("prefix", prefix));

    tell("deleted", instance, prefix);
    List<JsonPath> events = heard("deleted", 2);

    assertThat(events.stream().map(event -> event.getString("data.before.instance")))
        .containsOnly(instance);
    assertThat(addresses()).containsExactly("10.0.0.2");
    assertThat(ipam.allocateFrom(prefix)).isEqualTo("10.0.0.1");
    new Space(postgres).assertWhole();
  }

  @Test
  void anInstanceWhoseEndIsToldFirstGetsNoAddress() throws Exception {
    String prefix = ipam.prefix("10.0.0.0/24");
    tell("deleted", instance, prefix);
    await(
        "select count(*) from departed_instance where instance_id = '%s'"
            .formatted(TypeId.parse(instance).uuid()));
    tell("created", instance, prefix);
    String marker = TypeId.generate("inst").toString();
    tell("created", marker, prefix);

    assertThat(heard("created", 1).getFirst().getString("data.after.instance")).isEqualTo(marker);
    await(
        "select count(*) from inbox where consumer = 'ipam-allocate-address' and event_id = '%s'"
            .formatted(eventId("created", instance)));
    assertThat(addresses()).containsExactly("10.0.0.1");
  }

  private void await(String condition) throws InterruptedException {
    Instant end = Instant.now().plusSeconds(30);
    while (new Space(postgres).count(condition) == 0) {
      assertThat(Instant.now()).as(condition).isBefore(end);
      Thread.sleep(50);
    }
  }

  private List<String> addresses() {
    return ipam.editor()
        .data("{ ipAddresses { nodes { address } } }")
        .getList("ipAddresses.nodes.address");
  }

  private List<JsonPath> heard(String verb, int count) {
    return Heard.on(
        nats,
        "CHANGES_IPAM",
        "changes.ipaddress.%s.%s.*".formatted(verb, ipam.organization()),
        count);
  }

  private static String eventId(String verb, String instance) {
    return "evt_%s_%s".formatted(verb, instance);
  }

  /// Published without JetStream's own message id, so that each copy is taken in.
  private void tell(String verb, String instance, String prefix) throws Exception {
    tell(verb, instance, prefix, "test", 0);
  }

  private void tell(String verb, String instance, String prefix, String actor, long policyRevision)
      throws Exception {
    String snapshot =
        """
        {"id": "%s", "name": "web-1", "prefix": "%s", "generation": 1}\
        """
            .formatted(instance, prefix);
    String body =
        """
        {"specversion": "1.0", "id": "%1$s", "source": "instance-api", "type": "dev.orrery.instance.%2$s.v1",
         "subject": "%3$s", "time": "%4$s", "datacontenttype": "application/json",
         "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",%11$s
         "data": {"version": %5$d, "before": %6$s, "after": %7$s, "changed": [], "actor": "%10$s",
                  "organization": "%8$s", "project": null, "related": ["%9$s"]}}
        """
            .formatted(
                eventId(verb, instance),
                verb,
                instance,
                Instant.now(),
                verb.equals("created") ? 1 : 2,
                verb.equals("created") ? "null" : snapshot,
                verb.equals("created") ? snapshot : "null",
                ipam.organization(),
                prefix,
                actor,
                policyRevision == 0 ? "" : "\"policyrevision\": \"%d\",".formatted(policyRevision));
    try (Connection connection = nats.connect()) {
      connection
          .jetStream()
          .publish(
              NatsMessage.builder()
                  .subject(
                      "changes.instance.%s.%s.%s".formatted(verb, ipam.organization(), instance))
                  .headers(new Headers().add("content-type", "application/cloudevents+json"))
                  .data(body.getBytes(StandardCharsets.UTF_8))
                  .build());
    }
  }
}
