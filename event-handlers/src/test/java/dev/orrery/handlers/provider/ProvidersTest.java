package dev.orrery.handlers.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.handlers.support.House;
import dev.orrery.handlers.support.WithServers;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.Graph;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.kit.testing.PostgresForTests;
import dev.orrery.kit.testing.TokensForTests;
import dev.orrery.provider.protocol.Heartbeat;
import dev.orrery.provider.protocol.Hello;
import dev.orrery.provider.protocol.Subjects;
import dev.orrery.provider.protocol.Wire;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithServers
class ProvidersTest {
  private static final String CHANGES = "changes.provider.*.-.>";

  NatsForTests nats;
  PostgresForTests postgres;
  TokensForTests tokens;
  @Inject MarkSilentProviders silence;
  private final String name = "p" + UUID.randomUUID().toString().substring(0, 8);
  private House house;

  @BeforeEach
  void start() throws Exception {
    house = new House(nats);
  }

  @AfterEach
  void stop() throws Exception {
    house.close();
  }

  @Test
  void aHelloMakesAProvider() throws Exception {
    hello("1.0");

    var provider = await("READY", 1);

    assertThat(provider.get("kinds").get(0).asText()).isEqualTo("compute");
    assertThat(provider.get("id").asText()).startsWith("prov_");
  }

  @Test
  void theSameHelloAgainIsNoNews() throws Exception {
    hello("1.0");
    hello("1.0");
    hello("2.0");

    assertThat(await("READY", 2).get("software").asText()).isEqualTo("2.0");
    assertThat(changes()).hasSize(2);
  }

  @Test
  void silenceMakesItUnreachableAndAHeartbeatBringsItBack() throws Exception {
    hello("1.0");
    await("READY", 1);

    markSilent(Instant.now().plusSeconds(1));
    await("UNREACHABLE", 2);
    var heartbeat = new Heartbeat(Wire.PROTOCOL, name, "session", 0, Instant.now());
    house.publish(Subjects.heartbeat(name), UUID.randomUUID().toString(), heartbeat);

    await("READY", 3);
    try (var database = postgres.connect("handlers");
        var sql = database.createStatement();
        var rows =
            sql.executeQuery("select count(*) from inbox where consumer = 'handlers-note-life'")) {
      rows.next();
      assertThat(rows.getInt(1)).as("heartbeats leave nothing behind").isZero();
    }
  }

  @Test
  void theGraphShowsAProviderToThoseItServes() throws Exception {
    var served = TypeId.generate("org").toString();
    hello("1.0", List.of(served));
    await("READY", 1);
    var query =
        "query($name: String!) { providers(where: {name: {eq: $name}}) { nodes { id status kinds lastSeenAt } } }";

    var own = Graph.as(tokens.of("user_01h455vb4pex5vsknk084sn02q", Map.of(served, "VIEWER")));
    var other =
        Graph.as(
            tokens.of(
                TypeId.generate("user").toString(),
                Map.of(TypeId.generate("org").toString(), "OWNER")));

    assertThat(own.data(query, Map.of("name", name)).getString("providers.nodes[0].status"))
        .isEqualTo("READY");
    assertThat(other.data(query, Map.of("name", name)).getList("providers.nodes")).isEmpty();
  }

  @Test
  void whoWasHeardOfIsNotMarked() throws Exception {
    hello("1.0");
    await("READY", 1);

    markSilent(Instant.now().minusSeconds(30));

    Thread.sleep(300);
    assertThat(changes()).hasSize(1);
  }

  private void markSilent(Instant since) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.submit(() -> silence.markSilent(since)).get();
    }
  }

  @Test
  void aJobForWhomItDoesNotServeIsRefusedBeforeAnOrderIsMade() throws Exception {
    var other = TypeId.generate("org").toString();
    hello("1.0", List.of(other), null);
    await("READY", 1);

    assertThat(codeOfJob(null)).isEqualTo("ORGANIZATION_NOT_SERVED");
  }

  @Test
  void aJobForWhereItIsNotIsRefusedBeforeAnOrderIsMade() throws Exception {
    var served = TypeId.generate("site").toString();
    hello("1.0", List.of(), List.of(served));
    await("READY", 1);

    assertThat(codeOfJob(TypeId.generate("site").toString())).isEqualTo("LOCATION_NOT_SERVED");
    var instance = instanceAt(served);
    house.await("work.%s.compute.ensure.%s".formatted(name, instance), _ -> true);
    house.await(
        "changes.reconciliation.created.%s.>".formatted(House.ORGANIZATION),
        event -> event.at("/data/after/instance").asText().equals(instance.toString()));
    var shown =
        Graph.as(
                tokens.of(
                    "user_01h455vb4pex5vsknk084sn02q",
                    Map.of(House.ORGANIZATION.toString(), "VIEWER")))
            .data(
                """
                query($name: String!) { providers(where: {name: {eq: $name}}) { nodes {
                  locations organizations work { inFlight queued }
                  jobs(orderBy: [{field: STATUS}]) { totalCount nodes { status } }
                  reconciliations { nodes { instance { id } } } } } }
                """,
                Map.of("name", name));
    assertThat(shown.getList("providers.nodes[0].locations")).containsExactly(served);
    assertThat(shown.getList("providers.nodes[0].organizations")).isEmpty();
    assertThat(shown.getInt("providers.nodes[0].work.inFlight")).isEqualTo(1);
    assertThat(shown.getInt("providers.nodes[0].work.queued")).isZero();
    assertThat(shown.getList("providers.nodes[0].jobs.nodes.status", String.class))
        .containsExactly("FAILED", "RUNNING");
    assertThat(shown.getList("providers.nodes[0].reconciliations.nodes.instance.id", String.class))
        .contains(instance.toString());
  }

  private String codeOfJob(String site) throws Exception {
    var instance = instanceAt(site);
    var failed =
        house.await(
            "changes.job.*.%s.>".formatted(House.ORGANIZATION),
            event ->
                event.at("/data/after/instance").asText().equals(instance.toString())
                    && event.at("/data/after/status").asText().equals("FAILED"));
    assertThat(house.messages("work.%s.>".formatted(name))).isEmpty();
    return failed.at("/data/after/steps/0/failure/code").asText();
  }

  private TypeId instanceAt(String site) throws Exception {
    var instance = TypeId.generate("inst");
    var snapshot = new HashMap<String, Object>();
    snapshot.put("id", instance.toString());
    snapshot.put("name", "web-1");
    snapshot.put("instanceType", Map.of("vcpus", 2, "memoryMib", 4096));
    snapshot.put("image", "debian-13");
    snapshot.put("provider", name);
    snapshot.put("desiredPowerState", "RUNNING");
    snapshot.put("generation", 1);
    snapshot.put("site", site);
    house.changed("instance", "created", instance, 1, snapshot, List.of());
    return instance;
  }

  private void hello(String version) throws Exception {
    hello(version, List.of(), null);
  }

  private void hello(String version, List<String> organizations) throws Exception {
    hello(version, organizations, null);
  }

  private void hello(String version, List<String> organizations, List<String> locations)
      throws Exception {
    var hello =
        new Hello(
            Wire.PROTOCOL,
            name,
            "session",
            List.of("compute"),
            version,
            List.of("ensure"),
            locations,
            organizations,
            null,
            null,
            Instant.now());
    house.publish(Subjects.hello(name), UUID.randomUUID().toString(), hello);
  }

  private JsonNode await(String status, int version) throws Exception {
    return house
        .await(
            CHANGES,
            event ->
                isOurs(event)
                    && event.at("/data/after/status").asText().equals(status)
                    && event.at("/data/version").asInt() == version)
        .at("/data/after");
  }

  private List<JsonNode> changes() throws Exception {
    return house.messages(CHANGES).stream().filter(this::isOurs).toList();
  }

  private boolean isOurs(JsonNode event) {
    return event.at("/data/after/name").asText().equals(name);
  }
}
