package dev.orrery.handlers.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.handlers.jobs.ScriptedCompute.Call;
import dev.orrery.handlers.support.House;
import dev.orrery.handlers.support.WithServers;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.EventSchemas;
import dev.orrery.kit.testing.Graph;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.kit.testing.PolicyForTests;
import dev.orrery.kit.testing.SqlStatements;
import dev.orrery.kit.testing.TokensForTests;
import dev.orrery.provider.Identity;
import dev.orrery.provider.Outcome;
import dev.orrery.provider.runner.ProviderRunner;
import dev.orrery.provider.runner.Settings;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@WithServers
class JobsTest {
  private static final String EDITOR = TypeId.generate("user").toString();

  NatsForTests nats;
  TokensForTests tokens;
  @TempDir Path home;
  private House house;
  private ProviderRunner runner;
  private final ScriptedCompute compute = new ScriptedCompute();
  private final TypeId instance = TypeId.generate("inst");

  @BeforeEach
  void start() throws Exception {
    house = new House(nats);
    var login = nats.login("simulator");
    runner =
        ProviderRunner.start(
            Identity.of("simulator", "compute", "1.0"),
            compute,
            DesiredCompute.class,
            Settings.of(nats.url(), home).withCredentials(login.user(), login.password()));
  }

  @AfterEach
  void stop() throws Exception {
    runner.close();
    house.close();
  }

  @Test
  void anInstanceIsProvisioned() throws Exception {
    created(snapshot(1));

    var job = awaitJob("SUCCEEDED");

    assertThat(job.at("/data/after/steps").findValuesAsText("kind")).containsExactly("PROVISION");
    assertThat(compute.callsAt(id())).containsExactly(new Call("ensure", id(), 1, List.of()));
    assertThat(versions()).isSorted().doesNotHaveDuplicates().startsWith(1L);
  }

  @Test
  void theSameGenerationMakesOneJobHoweverOftenItIsTold() throws Exception {
    created(snapshot(1));
    awaitJob("SUCCEEDED");
    updated(2, snapshot(1));
    updated(3, snapshot(2));
    awaitJobOf(2, "SUCCEEDED");

    assertThat(jobEvents("created")).hasSize(2);
    assertThat(compute.callsAt(id())).hasSize(2);
  }

  @Test
  void whatAnInstanceWentThroughDoesNotSlowItsNextJob() throws Exception {
    created(snapshot(1));
    awaitJob("SUCCEEDED");
    var second = looksAtSteps(2);
    for (int generation = 3; generation <= 11; generation++) {
      updated(generation, snapshot(generation));
      awaitJobOf(generation, "SUCCEEDED");
    }

    // A clock may look once more; ten jobs of before would be looked at ten times more.
    assertThat(looksAtSteps(12)).isNotEmpty().hasSizeLessThan(second.size() + 5);
  }

  private List<String> looksAtSteps(int generation) throws Exception {
    try (var statements = SqlStatements.record()) {
      updated(generation, snapshot(generation));
      awaitJobOf(generation, "SUCCEEDED");
      return statements.about("select * from job_step");
    }
  }

  @Test
  void anInstanceThatNamesAPrefixWaitsForItsAddress() throws Exception {
    created(withPrefix(snapshot(1)));
    house.await(jobSubject("created"), _ -> true);
    Thread.sleep(300);
    assertThat(compute.callsAt(id())).isEmpty();

    addressed("10.0.0.7/24");

    assertThat(awaitJob("SUCCEEDED").at("/data/after/steps").findValuesAsText("kind"))
        .containsExactly("ADDRESS", "PROVISION");
    assertThat(compute.callsAt(id()))
        .containsExactly(new Call("ensure", id(), 1, List.of("10.0.0.7")));
  }

  @Test
  void anAddressMayComeBeforeItsJob() throws Exception {
    addressed("10.0.0.8");
    Thread.sleep(300);
    created(withPrefix(snapshot(1)));

    awaitJob("SUCCEEDED");

    assertThat(compute.callsAt(id()))
        .containsExactly(new Call("ensure", id(), 1, List.of("10.0.0.8")));
  }

  @Test
  void anAddressThatCannotBeHadEndsTheJob() throws Exception {
    created(withPrefix(snapshot(1)));
    house.changed(
        "ipaddress",
        "allocationfailed",
        TypeId.generate("ip"),
        1,
        Map.of("code", "POOL_EXHAUSTED", "message", "no free address"),
        List.of(instance));

    var job = awaitJob("FAILED");

    assertThat(job.at("/data/after/steps/0/failure/code").asText()).isEqualTo("POOL_EXHAUSTED");
    assertThat(job.at("/data/after/steps").findValuesAsText("status"))
        .containsExactly("FAILED", "CANCELLED");
    assertThat(compute.callsAt(id())).isEmpty();
  }

  @Test
  void anAddressThatComesLateReopensTheJob() throws Exception {
    created(withPrefix(snapshot(1)));
    house.changed(
        "ipaddress",
        "allocationfailed",
        TypeId.generate("ip"),
        1,
        Map.of("code", "POOL_EXHAUSTED", "message", "no free address"),
        List.of(instance));
    awaitJob("FAILED");

    addressed("10.0.0.9");

    awaitJob("SUCCEEDED");
    assertThat(compute.callsAt(id()))
        .containsExactly(new Call("ensure", id(), 1, List.of("10.0.0.9")));
    assertThat(versions()).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aTransientFailureIsRetriedUntilItPasses() throws Exception {
    compute.at(
        id(),
        (desired, work) ->
            work.attempt() < 3
                ? Outcome.transientFailure("BUSY", "later")
                : compute.make(desired, work));
    created(snapshot(1));

    awaitJob("SUCCEEDED");

    assertThat(compute.callsAt(id())).extracting(Call::attempt).containsExactly(1, 2, 3);
    assertThat(orders("ensure"))
        .extracting(order -> order.get("fencingToken").asLong())
        .containsExactly(1L, 2L, 3L);
    assertThat(orders("ensure"))
        .extracting(order -> order.get("operationToken").asText())
        .containsOnly(id() + ":1:provision");
  }

  @Test
  void aFailureThatDoesNotPassEndsTheJob() throws Exception {
    compute.at(id(), (_, _) -> Outcome.transientFailure("BUSY", "later"));
    created(snapshot(1));

    awaitJob("FAILED");

    assertThat(compute.callsAt(id())).hasSize(4);
  }

  @Test
  void aPermanentFailureIsNotRetried() throws Exception {
    compute.at(id(), (_, _) -> Outcome.permanent("NO_SUCH_IMAGE", "there is no such image"));
    created(snapshot(1));

    var job = awaitJob("FAILED");

    assertThat(job.at("/data/after/steps/0/failure/code").asText()).isEqualTo("NO_SUCH_IMAGE");
    assertThat(compute.callsAt(id())).hasSize(1);
  }

  @Test
  void afterAnUnknownFailureItLooksBeforeItActs() throws Exception {
    compute.at(
        id(),
        (desired, work) -> {
          var made = compute.make(desired, work);
          return work.attempt() == 1 ? Outcome.unknown("ANSWER_LOST", "who knows") : made;
        });
    created(snapshot(1));

    awaitJob("SUCCEEDED");

    assertThat(compute.callsAt(id()))
        .extracting(Call::verb)
        .containsExactly("ensure", "observe", "ensure");
  }

  @Test
  void aNewerGenerationCancelsTheJobOfTheOlder() throws Exception {
    compute.at(
        id(),
        (desired, work) ->
            work.generation() == 1
                ? new Outcome.CheckAgain<>(Duration.ofMillis(200))
                : compute.make(desired, work));
    created(snapshot(1));
    house.await("reports.simulator.compute." + id(), _ -> true);
    updated(2, snapshot(2));

    awaitJobOf(1, "CANCELLED");
    awaitJobOf(2, "SUCCEEDED");

    assertThat(orders("cancel")).hasSize(1);
  }

  @Test
  void aDeletedInstanceIsRemoved() throws Exception {
    created(snapshot(1));
    awaitJob("SUCCEEDED");
    var deleting = snapshot(2);
    deleting.put("deletionRequestedAt", "2026-03-01T12:00:00Z");
    updated(2, deleting);

    var job = awaitJobOf(2, "SUCCEEDED");

    assertThat(job.at("/data/after/kind").asText()).isEqualTo("REMOVE");
    assertThat(compute.callsAt(id())).extracting(Call::verb).containsExactly("ensure", "remove");
  }

  @Test
  void whatFollowsInAJobIsOfThePolicyThatItWasAskedForUnder() throws Exception {
    var organization = House.ORGANIZATION.toString();
    var policy = PolicyForTests.of(nats);
    long began = policy.give(EDITOR, Map.of(organization, "EDITOR"));
    var repaired = new AtomicBoolean();
    compute.at(
        id(),
        (desired, work) ->
            repaired.get()
                ? compute.make(desired, work)
                : work.attempt() == 1
                    ? Outcome.transientFailure("BUSY", "later")
                    : Outcome.permanent("BROKEN", "until it is repaired"));
    house.changed(EDITOR, began, "instance", "created", instance, 1, snapshot(1), List.of());

    var job = awaitJob("FAILED").at("/subject").asText();

    assertThat(jobEvents("*"))
        .hasSizeGreaterThan(2)
        .allMatch(event -> event.at("/policyrevision").asLong() == began);
    assertThat(house.headers("work.simulator.compute.ensure." + id(), "Orrery-Policy-Revision"))
        .containsExactly(Long.toString(began), Long.toString(began));

    repaired.set(true);
    long later = policy.give(EDITOR, Map.of(organization, "OWNER"));
    Graph.as(tokens.at(later, EDITOR))
        .data(
            "mutation($id: ID!) { retryJob(input: {id: $id}) { job { id } } }", Map.of("id", job));

    assertThat(awaitJob("SUCCEEDED").at("/policyrevision").asLong()).isGreaterThanOrEqualTo(later);
  }

  @Test
  void anAdoptedInstanceGetsNoJob() throws Exception {
    var adopted = snapshot(1);
    adopted.put("management", "ADOPTED");
    created(adopted);
    updated(2, snapshot(2));
    awaitJob("SUCCEEDED");

    assertThat(jobEvents("created")).hasSize(1);
  }

  @Test
  void aReportOfAProviderThatDoesNotHoldTheInstanceIsParked() throws Exception {
    compute.at(id(), (_, _) -> new Outcome.CheckAgain<>(Duration.ofMillis(300)));
    created(snapshot(1));
    var genuine = house.await("reports.simulator.compute." + id(), _ -> true);
    var forged = new HashMap<String, Object>();
    genuine.properties().forEach(field -> forged.put(field.getKey(), field.getValue()));
    forged.put("outcome", "ready");
    forged.put("provider", "intruder");
    forged.put("id", "forged-" + id());
    house.publish("reports.intruder.compute." + id(), "forged-" + id(), forged);

    house.await("deadletters.handlers-advance-job-on-report.>", _ -> true);

    assertThat(statuses()).doesNotContain("SUCCEEDED");
    compute.at(id(), compute::make);
    awaitJob("SUCCEEDED");
  }

  @Test
  void everyEventKeepsItsContract() throws Exception {
    compute.at(
        id(),
        (desired, work) ->
            work.attempt() == 1
                ? Outcome.transientFailure("BUSY", "later")
                : compute.make(desired, work));
    created(snapshot(1));
    awaitJob("SUCCEEDED");

    try (var connection = nats.connect()) {
      assertThat(EventSchemas.assertAllValid(connection, "CHANGES_HANDLERS")).isGreaterThan(3);
    }
  }

  @Test
  void everyOrderSatisfiesTheContract() throws Exception {
    created(snapshot(1));
    awaitJob("SUCCEEDED");

    var order = orders("ensure").getFirst();

    assertThat(order.get("desired").get("instanceType").get("vcpus").asInt()).isEqualTo(2);
    assertThat(order.properties()).noneMatch(field -> field.getValue().isNull());
    assertThat(order.get("jobId").asText()).startsWith("job_");
  }

  private String id() {
    return instance.toString();
  }

  private Map<String, Object> snapshot(int generation) {
    var snapshot = new HashMap<String, Object>();
    snapshot.put("id", id());
    snapshot.put("name", "web-1");
    snapshot.put(
        "instanceType", Map.of("id", "itype_x", "name", "small", "vcpus", 2, "memoryMib", 4096));
    snapshot.put("image", "debian-13");
    snapshot.put("provider", "simulator");
    snapshot.put("desiredPowerState", "RUNNING");
    snapshot.put("generation", generation);
    snapshot.put("management", "MANAGED");
    return snapshot;
  }

  private static Map<String, Object> withPrefix(Map<String, Object> snapshot) {
    snapshot.put("prefix", TypeId.generate("pfx").toString());
    return snapshot;
  }

  private void created(Map<String, Object> snapshot) throws Exception {
    house.changed("instance", "created", instance, 1, snapshot, List.of());
  }

  private void updated(int version, Map<String, Object> snapshot) throws Exception {
    house.changed("instance", "updated", instance, version, snapshot, List.of());
  }

  private void addressed(String address) throws Exception {
    house.changed(
        "ipaddress",
        "created",
        TypeId.generate("ip"),
        1,
        Map.of("address", address, "instance", id()),
        List.of(instance));
  }

  private static String jobSubject(String verb) {
    return "changes.job.%s.%s.>".formatted(verb, House.ORGANIZATION);
  }

  private boolean isOurs(JsonNode event) {
    return event.at("/data/after/instance").asText().equals(id());
  }

  private JsonNode awaitJob(String status) throws Exception {
    return house.await(
        jobSubject("*"),
        event -> isOurs(event) && event.at("/data/after/status").asText().equals(status));
  }

  private JsonNode awaitJobOf(int generation, String status) throws Exception {
    return house.await(
        jobSubject("*"),
        event ->
            isOurs(event)
                && event.at("/data/after/generation").asInt() == generation
                && event.at("/data/after/status").asText().equals(status));
  }

  private List<JsonNode> jobEvents(String verb) throws Exception {
    return house.messages(jobSubject(verb)).stream().filter(this::isOurs).toList();
  }

  private List<String> statuses() throws Exception {
    return jobEvents("*").stream().map(event -> event.at("/data/after/status").asText()).toList();
  }

  private List<Long> versions() throws Exception {
    var versions = new ArrayList<Long>();
    jobEvents("*").forEach(event -> versions.add(event.at("/data/version").asLong()));
    return versions;
  }

  private List<JsonNode> orders(String verb) throws Exception {
    return house.messages("work.simulator.compute.%s.%s".formatted(verb, id()));
  }
}
