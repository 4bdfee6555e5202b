package dev.orrery.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.testing.EventSchemas;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.kit.testing.TokensForTests;
import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.impl.NatsMessage;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What others hear of instances, and what instance-api hears of others, over a real NATS.
@WithHouse
class InstanceEventsTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  TokensForTests tokens;
  NatsForTests nats;

  private Catalog catalog;

  @BeforeEach
  void anOrganizationOfItsOwn() {
    catalog = Catalog.of(tokens);
  }

  @Test
  void theEventOfAnOrderSaysAllThatAProviderMustKnow() throws Exception {
    String prefix = Catalog.id("pfx");
    String id = catalog.instance("web-1", Map.of("prefix", prefix));

    JsonPath event = events("changes.instance.*.*." + id, 1).getFirst();

    assertThat(event.getString("type")).isEqualTo("dev.orrery.instance.created.v1");
    assertThat(event.getString("data.organization")).isEqualTo(catalog.organization());
    assertThat(event.getList("data.related", String.class)).contains(prefix, catalog.site());
    event.setRootPath("data.after");
    assertThat(event.getString("id")).isEqualTo(id);
    assertThat(event.getString("management")).isEqualTo("MANAGED");
    assertThat(event.getString("provider")).isEqualTo("simulator");
    assertThat(event.getString("prefix")).isEqualTo(prefix);
    assertThat(event.getString("instanceType.id")).isEqualTo(catalog.type());
    assertThat(event.getInt("instanceType.vcpus")).isEqualTo(2);
    assertThat(event.getInt("instanceType.memoryMib")).isEqualTo(4096);
    assertThat(event.getString("image.name")).isEqualTo("debian-13");
    assertThat(event.getString("desiredPowerState")).isEqualTo("RUNNING");
    assertThat(event.getInt("generation")).isEqualTo(1);
    assertThat(event.getString("deletionRequestedAt")).isNull();
  }

  @Test
  void aLifeIsToldInOrderAndWithoutAGap() throws Exception {
    String id = catalog.instance("web-1");
    wish("stopInstance", id);
    wish("deleteInstance", id);
    report(reportOf(id, 3, "gone"));

    List<JsonPath> life = events("changes.instance.*.*." + id, 4);

    assertThat(life.stream().map(event -> event.getString("type")))
        .containsExactly(
            "dev.orrery.instance.created.v1",
            "dev.orrery.instance.stopped.v1",
            "dev.orrery.instance.deletionrequested.v1",
            "dev.orrery.instance.deleted.v1");
    assertThat(life.stream().map(event -> event.getInt("data.version")))
        .containsExactly(1, 2, 3, 4);
    assertThat(life.get(1).getList("data.changed", String.class))
        .containsExactly("desiredPowerState", "generation");
    assertThat(life.get(2).getString("data.after.deletionRequestedAt")).isNotNull();
    assertThat(life.get(3).getString("data.actor")).isEqualTo("provider:simulator");
    assertThat(catalog.read(id).getMap("")).isNull();
  }

  @Test
  void everyEventKeepsItsContract() throws Exception {
    String adopted =
        catalog.adopt(
            Map.of(
                "name",
                "old-1",
                "interfaces",
                List.of(Map.of("name", "eth0", "addresses", List.of("10.0.0.7/24")))));
    wish("deleteInstance", adopted);
    String id = catalog.instance("web-1");
    report(reportOf(id, 1, "progress"));
    report(reportOf(id, 1, "ready"));
    await(id, instance -> "ACTIVE".equals(instance.getString("status")));
    wish("deleteInstance", id);
    report(reportOf(id, 2, "gone"));
    events("changes.instance.deleted.*." + id, 1);

    try (Connection connection = nats.connect()) {
      assertThat(EventSchemas.assertAllValid(connection, "CHANGES_INSTANCE"))
          .isGreaterThanOrEqualTo(8);
    }
  }

  @Test
  void aReportThatComesTwiceChangesTheRecordOnce() throws Exception {
    String id = catalog.instance("web-1");
    String ready = reportOf(id, 1, "ready");
    for (int i = 0; i < 3; i++) {
      report(ready);
    }

    await(id, instance -> "ACTIVE".equals(instance.getString("status")));
    report(ready);
    report(reportOf(id, 1, "progress"));
    String marker = catalog.instance("marker");
    report(reportOf(marker, 1, "ready"));
    await(marker, instance -> "ACTIVE".equals(instance.getString("status")));

    assertThat(catalog.version(id)).isEqualTo(2);
    assertThat(catalog.read(id).getString("observed.message")).isNull();
  }

  @Test
  void writesAreAcceptedWhileNatsIsDownAndToldLater() throws Exception {
    nats.stop();
    String id;
    try {
      id = catalog.instance("web-1");
      wish("stopInstance", id);
      assertThat(catalog.read(id).getString("desired.powerState")).isEqualTo("STOPPED");
    } finally {
      nats.restart();
    }

    assertThat(
            events("changes.instance.*.*." + id, 2).stream()
                .map(event -> event.getInt("data.version")))
        .containsExactly(1, 2);
    report(reportOf(id, 2, "ready"));
    await(id, instance -> "ACTIVE".equals(instance.getString("status")));
  }

  @Test
  void anInstanceWhoseJobFailedSaysWhyUnlessAnotherWayIsDesiredByNow() throws Exception {
    String id = catalog.instance("web-1");
    String changed = catalog.instance("web-2");
    wish("stopInstance", changed);

    jobFailed(changed, 1);
    jobFailed(id, 1);

    await(id, instance -> instance.getString("status").equals("FAILED"));
    assertThat(catalog.read(id).getString("observed.message"))
        .isEqualTo("POOL_EXHAUSTED: 10.0.0.0/30 has no free address");
    assertThat(catalog.read(changed).getString("status")).isEqualTo("PENDING");
  }

  @Test
  void theSecretsOfAnInstanceAreNamedAndChangeWhatIsDesired() throws Exception {
    String id = catalog.instance("web-1");
    String secret = Catalog.id("sec");
    List<Map<String, String>> used = List.of(Map.of("name", "rootPassword", "secret", secret));

    catalog.mutate(
        "updateInstance",
        "UpdateInstanceInput",
        Map.of("id", id, "version", catalog.version(id), "secrets", used));

    JsonPath event = events("changes.instance.updated.*." + id, 1).getFirst();
    assertThat(event.getList("data.after.secrets")).isEqualTo(used);
    assertThat(event.getInt("data.after.generation")).isEqualTo(2);
    assertThat(
            catalog
                .editor()
                .data(
                    "query($id: ID!) { instance(id: $id) { secrets { name secret { id } } } }",
                    Map.of("id", id))
                .getString("instance.secrets[0].secret.id"))
        .isEqualTo(secret);
  }

  @Test
  void anInstanceWhoseRemovalWasGivenUpLeavesTheRecord() throws Exception {
    String id = catalog.instance("web-1");
    String kept = catalog.instance("web-2");
    wish("deleteInstance", id);

    jobAbandoned(kept, 2);
    jobAbandoned(id, 2);

    List<JsonPath> events = events("changes.instance.deleted.*." + id, 1);
    assertThat(events.getFirst().getString("data.actor"))
        .isEqualTo("user_01h455vb4pex5vsknk084sn02q");
    assertThat(catalog.read(kept).getString("status")).isEqualTo("PENDING");
  }

  private void jobAbandoned(String instance, int generation) throws Exception {
    jobTold("abandoned", "REMOVE", "CANCELLED", instance, generation);
  }

  private void jobFailed(String instance, int generation) throws Exception {
    jobTold("updated", "ENSURE", "FAILED", instance, generation);
  }

  private void jobTold(String verb, String kind, String status, String instance, int generation)
      throws Exception {
    String job = Catalog.id("job");
    String event =
        """
        {"specversion": "1.0", "id": "%1$s", "source": "/event-handlers", "type": "dev.orrery.job.%9$s.v1",
         "subject": "%2$s", "time": "2026-01-01T00:00:00Z", "datacontenttype": "application/json",
         "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
         "data": {"version": 2, "before": null, "changed": ["status"], "actor": "user_01h455vb4pex5vsknk084sn02q",
           "organization": "%3$s", "project": null, "related": ["%4$s"],
           "after": {"id": "%5$s", "instance": "%6$s", "kind": "%10$s", "status": "%8$s", "generation": %7$d,
             "steps": [{"status": "FAILED",
               "failure": {"code": "POOL_EXHAUSTED", "message": "10.0.0.0/30 has no free address"}}]}}}
        """
            .formatted(
                Catalog.id("evt"),
                job,
                catalog.organization(),
                instance,
                job,
                instance,
                generation,
                status,
                verb,
                kind);
    try (Connection connection = nats.connect()) {
      connection
          .jetStream()
          .publish(
              NatsMessage.builder()
                  .subject("changes.job.%s.%s.%s".formatted(verb, catalog.organization(), job))
                  .data(event.getBytes(StandardCharsets.UTF_8))
                  .build());
    }
  }

  private void wish(String mutation, String id) {
    catalog.mutate(
        mutation,
        Character.toUpperCase(mutation.charAt(0)) + mutation.substring(1) + "Input",
        Map.of("id", id, "version", catalog.version(id)));
  }

  private static String reportOf(String id, int generation, String outcome) {
    return """
    {"protocol": 1, "id": "%1$s-%2$d-%3$s", "provider": "simulator", "kind": "compute", "verb": "%4$s",
     "resourceId": "%1$s", "operationToken": "%1$s:%2$d", "fencingToken": %2$d, "attempt": 1, "generation": %2$d,
     "outcome": "%3$s", "at": "%5$s", "progress": {"percent": 10, "message": "begun"},
     "observed": {"powerState": "RUNNING", "addresses": ["10.0.0.7"]}}
    """
        .formatted(
            id, generation, outcome, outcome.equals("gone") ? "remove" : "ensure", Instant.now());
  }

  /// Published under no message id, so that JetStream takes each copy in.
  private void report(String body) throws Exception {
    String id = new JsonPath(body).getString("resourceId");
    try (Connection connection = nats.connect(nats.login("simulator"))) {
      connection
          .jetStream()
          .publish(
              NatsMessage.builder()
                  .subject("reports.simulator.compute." + id)
                  .data(body.getBytes(StandardCharsets.UTF_8))
                  .build());
    }
  }

  private List<JsonPath> events(String subject, int count) throws Exception {
    List<JsonPath> events = new ArrayList<>();
    Instant end = Instant.now().plus(SOON);
    try (Connection connection = nats.connect()) {
      JetStreamSubscription subscription =
          connection
              .jetStream()
              .subscribe(subject, PushSubscribeOptions.stream("CHANGES_INSTANCE"));
      while (events.size() < count && Instant.now().isBefore(end)) {
        Message message = subscription.nextMessage(Duration.ofMillis(200));
        if (message != null) {
          events.add(new JsonPath(new String(message.getData(), StandardCharsets.UTF_8)));
        }
      }
    }
    assertThat(events).hasSize(count);
    return events;
  }

  private void await(String id, Predicate<JsonPath> condition) throws InterruptedException {
    Instant end = Instant.now().plus(SOON);
    while (!condition.test(catalog.read(id))) {
      assertThat(Instant.now()).as("the report takes effect").isBefore(end);
      Thread.sleep(50);
    }
  }
}
