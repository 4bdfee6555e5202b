package dev.orrery.handlers.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.handlers.support.House;
import dev.orrery.handlers.support.WithServers;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.EventSchemas;
import dev.orrery.kit.testing.Graph;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.kit.testing.PostgresForTests;
import dev.orrery.kit.testing.TokensForTests;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With the simulator, whose world is changed behind everybody's back.
@QuarkusTest
@WithServers
class ReconciliationTest {
  private static final String USER = "user_01h455vb4pex5vsknk084sn02q";
  private static final String STOPPED = "{\"powerState\": \"STOPPED\"}";

  PostgresForTests postgres;
  NatsForTests nats;
  TokensForTests tokens;
  @Inject Database database;
  @TempDir Path home;
  private House house;
  private Simulated simulated;
  private Graph editor;
  private final TypeId instance = TypeId.generate("inst");

  @BeforeEach
  void start() throws Exception {
    // An earlier test's instances are missing in this test's world: they would be made again, at
    // the cost of the faults that this test asks for.
    // Row by row, this and what still goes on could wait for each other.
    try (var owner = postgres.connect("handlers");
        var sql = owner.createStatement()) {
      sql.execute("truncate reconciliation, reconciliation_correction");
    }
    house = new House(nats);
    simulated = new Simulated(nats, home);
    editor = Graph.as(tokens.of(USER, Map.of(House.ORGANIZATION.toString(), "EDITOR")));
  }

  @AfterEach
  void stop() throws Exception {
    simulated.close();
    house.close();
  }

  @Test
  void whatAProviderMadeIsInSync() throws Exception {
    makeOne("CORRECT");

    var read = reconciliation();

    assertThat(read.getString("status")).isEqualTo("IN_SYNC");
    assertThat(read.getList("attributes.status", String.class)).containsOnly("IN_SYNC");
    assertThat(read.getString("instance.id")).isEqualTo(id());
    assertThat(read.getString("observedAt")).isNotNull();
  }

  @Test
  void aLookThatSeesTheSameIsNoNews() throws Exception {
    makeOne("CORRECT");
    var before = events().size();

    lookAndWait();

    assertThat(events()).hasSize(before);
    assertThat(simulated.orderedEffects(id())).containsExactly("CREATED");
  }

  @Test
  void whatWasChangedBehindOurBackIsPutRightOnce() throws Exception {
    makeOne("CORRECT");

    simulated.change(id(), STOPPED);
    look();

    var begun = await(event -> status(event).equals("CORRECTING"));
    assertThat(begun.at("/data/before/corrections").asInt()).isZero();
    assertThat(begun.at("/data/after/corrections").asInt()).isEqualTo(1);
    var done = await(event -> status(event).equals("IN_SYNC") && corrections(event) == 1);
    assertThat(done.at("/data/after/driftedAt").isNull()).isTrue();
    lookAndWait();
    assertThat(simulated.orderedEffects(id())).containsExactly("CREATED", "STARTED");
    assertThat(verbs()).doesNotContain("drifted");
  }

  @Test
  void whatWasDeletedBehindOurBackIsMadeAgain() throws Exception {
    makeOne("CORRECT");

    simulated.delete(id());
    look();

    var drift = await(event -> status(event).equals("CORRECTING"));
    assertThat(cause(drift, "exists")).isEqualTo("DELETED_OUTSIDE");
    await(event -> status(event).equals("IN_SYNC") && corrections(event) == 1);
    assertThat(simulated.orderedEffects(id())).containsExactly("CREATED", "CREATED");
  }

  @Test
  void anAlertIsSentOnceAndNothingIsTouched() throws Exception {
    makeOne("ALERT");

    simulated.change(id(), STOPPED);
    look();
    var drift = await(event -> status(event).equals("DRIFTED"));
    lookAndWait();
    lookAndWait();

    assertThat(cause(drift, "powerState")).isEqualTo("CHANGED_OUTSIDE");
    assertThat(verbs().stream().filter("drifted"::equals)).hasSize(1);
    assertThat(simulated.orderedEffects(id())).containsExactly("CREATED");
  }

  @Test
  void anotherDriftIsToldAgainAndItsEndShown() throws Exception {
    makeOne("ALERT");
    simulated.change(id(), STOPPED);
    look();
    await(event -> status(event).equals("DRIFTED"));

    simulated.change(id(), "{\"name\": \"other\"}");
    look();
    await(event -> cause(event, "name").equals("CHANGED_OUTSIDE"));
    simulated.change(id(), "{\"name\": \"web-1\", \"powerState\": \"RUNNING\"}");
    look();
    await(event -> version(event) > 3 && status(event).equals("IN_SYNC"));

    assertThat(verbs().stream().filter("drifted"::equals)).hasSize(2);
  }

  @Test
  void observingTellsNobody() throws Exception {
    makeOne("OBSERVE");

    simulated.change(id(), STOPPED);
    look();

    await(event -> status(event).equals("DRIFTED"));
    assertThat(verbs()).doesNotContain("drifted");
  }

  @Test
  void aProposalIsCorrectedWhenSomebodyWantsIt() throws Exception {
    makeOne("PROPOSE");
    simulated.change(id(), STOPPED);
    look();
    await(event -> status(event).equals("DRIFTED"));
    assertThat(simulated.orderedEffects(id())).containsExactly("CREATED");
    var watcher = TypeId.generate("user").toString();
    var viewer = Graph.as(tokens.of(watcher, Map.of(House.ORGANIZATION.toString(), "VIEWER")));
    var correct =
        "mutation($id: ID!) { correctDrift(input: {id: $id}) { reconciliation { status } } }";

    assertThat(viewer.refusal(correct, Map.of("id", rec()))).isEqualTo("FORBIDDEN");
    assertThat(
            editor
                .data(correct, Map.of("id", rec()))
                .getString("correctDrift.reconciliation.status"))
        .isEqualTo("CORRECTING");

    var denied =
        house.await("audit.jobs.denied.-", told -> told.path("actor").asText().equals(watcher));
    EventSchemas.assertFits("audit/denied", denied);
    assertThat(denied.path("operation").asText()).isEqualTo("correctDrift");
    var correcting = await(event -> status(event).equals("CORRECTING"));
    assertThat(correcting.at("/data/actor").asText()).isEqualTo(USER);
    await(event -> status(event).equals("IN_SYNC") && corrections(event) == 1);
    assertThat(simulated.orderedEffects(id())).containsExactly("CREATED", "STARTED");
    assertThat(editor.refusal(correct, Map.of("id", rec()))).isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void aCorrectionThatIsRefusedIsToldAndNotTriedAgain() throws Exception {
    makeOne("CORRECT");
    simulated.faults("{\"latencyMillis\": 10, \"permanentFault\": {\"rate\": 1}}");
    simulated.change(id(), STOPPED);
    look();

    var refused = await(event -> status(event).equals("DRIFTED"));
    simulated.faults("{\"latencyMillis\": 10}");
    lookAndWait();

    assertThat(refused.at("/data/after/message").asText()).contains("BACK_END_REFUSED");
    assertThat(simulated.orderedEffects(id())).containsExactly("CREATED");
    assertThat(verbs().stream().filter("drifted"::equals)).hasSize(1);
  }

  @Test
  void aCorrectionThatFailedInPassingIsTriedAtTheNextLook() throws Exception {
    makeOne("CORRECT");
    simulated.faults("{\"latencyMillis\": 10, \"transientFault\": {\"rate\": 1.0}}");
    simulated.change(id(), STOPPED);
    look();
    await(event -> status(event).equals("DRIFTED"));
    simulated.faults("{\"latencyMillis\": 10}");

    look();

    await(event -> status(event).equals("IN_SYNC") && corrections(event) == 2);
    assertThat(simulated.orderedEffects(id())).containsExactly("CREATED", "STARTED");
  }

  @Test
  void aCorrectionIsAJobThatIsRetriedAsJobsAre() throws Exception {
    makeOne("CORRECT");
    simulated.faults("{\"latencyMillis\": 10, \"transientFault\": {\"next\": 2}}");
    simulated.change(id(), STOPPED);
    look();

    var correcting = await(event -> status(event).equals("CORRECTING"));
    await(event -> status(event).equals("IN_SYNC") && corrections(event) == 1);

    var job = correcting.at("/data/after/job").asText();
    house.await(
        "changes.job.*.%s.%s".formatted(House.ORGANIZATION, job),
        event -> event.at("/data/after/status").asText().equals("SUCCEEDED"));
    var read =
        editor.data(
            """
            query($id: ID!) { jobs(where: {kind: {eq: RECONCILE}, instance: {eq: $id}}) { nodes {
              id status priority steps { kind attempt } } } }
            """,
            Map.of("id", id()));
    assertThat(read.getList("jobs.nodes.id", String.class)).containsExactly(job);
    assertThat(read.getString("jobs.nodes[0].steps[0].kind")).isEqualTo("CORRECT");
    assertThat(read.getInt("jobs.nodes[0].steps[0].attempt")).isEqualTo(3);
    assertThat(simulated.orderedEffects(id())).containsExactly("CREATED", "STARTED");
  }

  @Test
  void aCorrectionThatSomebodyStoppedIsNotMadeAgain() throws Exception {
    makeOne("CORRECT");
    simulated.faults("{\"latencyMillis\": 10, \"callMillis\": 1500}");
    simulated.change(id(), STOPPED);
    look();
    var job = await(event -> status(event).equals("CORRECTING")).at("/data/after/job").asText();

    editor.data(
        "mutation($id: ID!) { cancelJob(input: {id: $id}) { job { status } } }", Map.of("id", job));

    var told = await(event -> status(event).equals("DRIFTED"));
    assertThat(told.at("/data/after/message").asText()).startsWith("cancelled by " + USER);
    assertThat(told.at("/data/after/job").isNull()).isTrue();
    simulated.faults("{\"latencyMillis\": 10}");
  }

  @Test
  void whatNoJobEverAchievedIsToldAndNotForced() throws Exception {
    simulated.faults("{\"latencyMillis\": 10, \"permanentFault\": {\"next\": 1}}");
    house.changed("instance", "created", instance, 1, snapshot(1), List.of());
    house.await(
        "changes.job.*.%s.>".formatted(House.ORGANIZATION),
        event ->
            event.at("/data/after/instance").asText().equals(id())
                && event.at("/data/after/status").asText().equals("FAILED"));
    look();

    var told = await(event -> status(event).equals("DRIFTED"));
    lookAndWait();

    assertThat(cause(told, "exists")).isEqualTo("NEVER_SEEN");
    assertThat(verbs().stream().filter("drifted"::equals)).hasSize(1);
    assertThat(simulated.orderedEffects(id())).isEmpty();
  }

  @Test
  void whatTheBudgetDoesNotAllowIsTold() throws Exception {
    makeOne("CORRECT");
    for (int i = 0; i < 5; i++) {
      sql(
          "insert into reconciliation_correction values (:token, 'simulator', now())",
          Map.of("token", "spent-" + i));
    }
    simulated.change(id(), STOPPED);
    look();

    var told = await(event -> status(event).equals("DRIFTED"));
    lookAndWait();
    assertThat(told.at("/data/after/message").asText()).contains("5 corrections an hour");
    assertThat(verbs().stream().filter("drifted"::equals)).hasSize(1);

    sql("update reconciliation_correction set at = now() - interval '61 minutes'", Map.of());
    look();
    await(event -> status(event).equals("IN_SYNC") && corrections(event) == 1);
  }

  @Test
  void whatShallBeDeletedIsNeverMadeAgain() throws Exception {
    makeOne("CORRECT");
    // Deleted outside, and seen to be gone, at the moment when its deletion is asked for.
    simulated.delete(id());
    look();
    var deleting = snapshot(2);
    deleting.put("deletionRequestedAt", "2026-03-01T12:00:00Z");
    house.changed("instance", "updated", instance, 2, deleting, List.of());
    house.await(
        "changes.job.*.%s.>".formatted(House.ORGANIZATION),
        event ->
            event.at("/data/after/instance").asText().equals(id())
                && event.at("/data/after/kind").asText().equals("REMOVE")
                && event.at("/data/after/status").asText().equals("SUCCEEDED"));
    await(event -> event.get("type").asText().contains("deleted"));
    Thread.sleep(500);

    var effects = simulated.orderedEffects(id());
    assertThat(effects.size() < 2 || effects.getLast().equals("DELETED"))
        .as("%s", effects)
        .isTrue();
    assertThat(
            editor
                .data("query($id: ID!) { reconciliation(id: $id) { id } }", Map.of("id", rec()))
                .getString("reconciliation"))
        .isNull();
  }

  @Test
  void theNewestDesireWins() throws Exception {
    makeOne("CORRECT");
    simulated.change(id(), STOPPED);
    var stopped = snapshot(2);
    stopped.put("desiredPowerState", "STOPPED");
    look();
    house.changed("instance", "updated", instance, 2, stopped, List.of());

    await(event -> generation(event) == 2 && status(event).equals("IN_SYNC"));
    lookAndWait();
    assertThat(reconciliation().getString("status")).isEqualTo("IN_SYNC");
    assertThat(desired("powerState")).isEqualTo("STOPPED");
    assertThat(simulated.orderedEffects(id()).getLast()).isNotEqualTo("STARTED");
  }

  @Test
  void aProviderThatIsAwayIsNotAskedAndItsResourcesAreUnknown() throws Exception {
    makeOne("CORRECT");
    sql("update provider set status = 'UNREACHABLE' where name = 'simulator'", Map.of());
    try {
      var asked = house.messages("work.simulator.compute.observe." + id()).size();
      look();
      var lost = await(event -> status(event).equals("UNKNOWN") && version(event) > 2);

      assertThat(lost.at("/data/after/message").asText()).contains("is not there");
      assertThat(house.messages("work.simulator.compute.observe." + id())).hasSize(asked);
    } finally {
      sql("update provider set status = 'READY' where name = 'simulator'", Map.of());
    }
    look();
    await(event -> status(event).equals("IN_SYNC") && version(event) > 3);
  }

  @Test
  void aProviderThatComesBackIsAskedSoon() throws Exception {
    makeOne("CORRECT");
    sql(
        "update reconciliation set look_at = now() + interval '1 day' where id = :id",
        Map.of("id", instance.uuid()));
    simulated.close();
    simulated = new Simulated(nats, home);

    var until = Instant.now().plus(Duration.ofSeconds(10));
    while (nextLook().isAfter(Instant.now().plus(Duration.ofHours(1)))) {
      assertThat(Instant.now()).isBefore(until);
      Thread.sleep(50);
    }
  }

  @Test
  void theHouseAndProvidersAndInstancesHavePolicies() throws Exception {
    makeOne(null);
    var operator = Graph.as(tokens.ofPlatform(USER));
    var set =
        """
        mutation($input: SetReconciliationPolicyInput!) {
          setReconciliationPolicy(input: $input) { policy reconciliation { policy } } }
        """;
    var provider =
        operator
            .data(
                "{ providers(where: {name: {eq: \"simulator\"}}) { nodes { id reconciliationPolicy } } }",
                Map.of())
            .setRootPath("data.providers.nodes[0]");

    assertThat(provider.getString("reconciliationPolicy")).isEqualTo("CORRECT");
    assertThat(
            editor.refusal(
                set,
                Map.of("input", Map.of("provider", provider.getString("id"), "policy", "ALERT"))))
        .isEqualTo("FORBIDDEN");
    operator.data(
        set, Map.of("input", Map.of("provider", provider.getString("id"), "policy", "ALERT")));
    try {
      var granted =
          house.await(
              "audit.jobs.granted.-",
              told -> told.at("/ids/0").asText().equals(provider.getString("id")));
      EventSchemas.assertFits("audit/granted", granted);
      assertThat(granted.path("actor").asText()).isEqualTo(USER);
      assertThat(granted.path("operation").asText()).isEqualTo("setReconciliationPolicy");
      simulated.change(id(), STOPPED);
      look();
      await(event -> status(event).equals("DRIFTED"));
      assertThat(
              editor
                  .data(set, Map.of("input", Map.of("instance", id(), "policy", "CORRECT")))
                  .getString("setReconciliationPolicy.reconciliation.policy"))
          .isEqualTo("CORRECT");
      var chosen = await(event -> event.at("/data/after/policy").asText().equals("CORRECT"));
      assertThat(chosen.at("/data/actor").asText()).isEqualTo(USER);
      look();
      await(event -> status(event).equals("IN_SYNC") && corrections(event) == 1);
    } finally {
      operator.data(set, Map.of("input", Map.of("provider", provider.getString("id"))));
    }
  }

  @Test
  void whoIsNotOfTheOrganizationSeesNothing() throws Exception {
    makeOne("CORRECT");
    var stranger =
        Graph.as(
            tokens.of(
                TypeId.generate("user").toString(),
                Map.of(TypeId.generate("org").toString(), "OWNER")));

    assertThat(
            stranger
                .data("query($id: ID!) { reconciliation(id: $id) { id } }", Map.of("id", rec()))
                .getString("reconciliation"))
        .isNull();
    assertThat(
            stranger.refusal(
                "mutation($id: ID!) { correctDrift(input: {id: $id}) { reconciliation { id } } }",
                Map.of("id", rec())))
        .isEqualTo("NOT_FOUND");
  }

  @Test
  void everyEventKeepsItsContract() throws Exception {
    makeOne("ALERT");
    simulated.change(id(), STOPPED);
    look();
    await(event -> status(event).equals("DRIFTED"));

    for (var event : events()) {
      EventSchemas.assertValid(event);
    }
    assertThat(events().stream().map(ReconciliationTest::version))
        .isSorted()
        .doesNotHaveDuplicates()
        .startsWith(1L);
  }

  /// An instance that the simulator has made, seen to be in sync.
  private void makeOne(String policy) throws Exception {
    house.changed("instance", "created", instance, 1, snapshot(1), List.of());
    await(event -> status(event).equals("IN_SYNC"));
    if (policy != null) {
      sql(
          "update reconciliation set policy = :policy where id = :id",
          Map.of("policy", policy, "id", instance.uuid()));
    }
  }

  private Map<String, Object> snapshot(int generation) {
    var snapshot = new HashMap<String, Object>();
    snapshot.put("id", id());
    snapshot.put("name", "web-1");
    snapshot.put("instanceType", Map.of("vcpus", 2, "memoryMib", 4096));
    snapshot.put("image", "debian-13");
    snapshot.put("provider", "simulator");
    snapshot.put("desiredPowerState", "RUNNING");
    snapshot.put("generation", generation);
    snapshot.put("management", "MANAGED");
    return snapshot;
  }

  private void look() throws Exception {
    sql("update reconciliation set look_at = now() where id = :id", Map.of("id", instance.uuid()));
  }

  private void lookAndWait() throws Exception {
    var before = asked();
    look();
    var until = Instant.now().plus(Duration.ofSeconds(10));
    while (asked() == before || !answered()) {
      assertThat(Instant.now()).isBefore(until);
      Thread.sleep(20);
    }
  }

  private long asked() throws Exception {
    return ((Number) column("looks")).longValue();
  }

  private boolean answered() throws Exception {
    return (Boolean) column("answered");
  }

  private Instant nextLook() throws Exception {
    return Instant.ofEpochSecond(
        ((Number) column("cast(extract(epoch from look_at) as bigint)")).longValue());
  }

  private Object column(String name) throws Exception {
    return onVirtualThread(() ->
        database
            .own()
            .read(transaction ->
                transaction.rows(
                        Sql.of("select %s from reconciliation where id = :id".formatted(name))
                            .with("id", instance.uuid()))
                    .getFirst()[0]));
  }

  private void sql(String text, Map<String, Object> parameters) throws Exception {
    onVirtualThread(() ->
        database
            .own()
            .inTransaction(
                transaction -> transaction.execute(new Sql(text, new HashMap<>(parameters)))));
  }

  private static <T> T onVirtualThread(Callable<T> work) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return threads.submit(work).get();
    }
  }

  private JsonPath reconciliation() {
    return editor
        .data(
            """
            query($id: ID!) { reconciliation(id: $id) { id status policy generation message corrections observedAt nextLookAt
              organization { id } instance { id reconciliation { id } }
              attributes { name status desired observed owner cause since } } }
            """,
            Map.of("id", rec()))
        .setRootPath("data.reconciliation");
  }

  private String desired(String attribute) {
    return reconciliation()
        .getString("attributes.find { it.name == '%s' }.desired".formatted(attribute));
  }

  private JsonNode await(Predicate<JsonNode> wanted) throws Exception {
    return house.await(subject(), event -> isOurs(event) && wanted.test(event));
  }

  private List<JsonNode> events() throws Exception {
    return house.messages(subject()).stream().filter(this::isOurs).toList();
  }

  private List<String> verbs() throws Exception {
    return events().stream().map(event -> event.get("type").asText().split("\\.")[3]).toList();
  }

  private String subject() {
    return "changes.reconciliation.*.%s.%s".formatted(House.ORGANIZATION, rec());
  }

  private boolean isOurs(JsonNode event) {
    return event.get("subject").asText().equals(rec());
  }

  private static String status(JsonNode event) {
    return event.at("/data/after/status").asText();
  }

  private static long corrections(JsonNode event) {
    return event.at("/data/after/corrections").asLong();
  }

  private static long generation(JsonNode event) {
    return event.at("/data/after/generation").asLong();
  }

  private static long version(JsonNode event) {
    return event.at("/data/version").asLong();
  }

  private static String cause(JsonNode event, String attribute) {
    for (var each : event.at("/data/after/attributes")) {
      if (each.get("name").asText().equals(attribute)) {
        return each.path("cause").asText();
      }
    }
    return "";
  }

  private String id() {
    return instance.toString();
  }

  private String rec() {
    return new TypeId("rec", instance.uuid()).toString();
  }
}
