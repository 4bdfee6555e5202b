package dev.orrery.handlers.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.handlers.jobs.ScriptedCompute.Call;
import dev.orrery.handlers.support.House;
import dev.orrery.handlers.support.WithServers;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.Graph;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.kit.testing.PostgresForTests;
import dev.orrery.kit.testing.TokensForTests;
import dev.orrery.provider.Identity;
import dev.orrery.provider.Outcome;
import dev.orrery.provider.Work;
import dev.orrery.provider.protocol.Wire;
import dev.orrery.provider.runner.ProviderRunner;
import dev.orrery.provider.runner.Settings;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@WithServers
class JobControlTest {
  private static final String USER = "user_01h455vb4pex5vsknk084sn02q";

  @Inject Database database;
  NatsForTests nats;
  PostgresForTests postgres;
  TokensForTests tokens;
  @TempDir Path home;
  private House house;
  private ProviderRunner runner;
  private Graph owner;
  private Graph editor;
  private Graph stranger;
  private final ScriptedCompute compute = new ScriptedCompute();
  private final TypeId instance = TypeId.generate("inst");

  @BeforeEach
  void start() throws Exception {
    house = new House(nats);
    var organization = House.ORGANIZATION.toString();
    owner = Graph.as(tokens.of(USER, Map.of(organization, "OWNER")));
    editor = Graph.as(tokens.of(somebody(), Map.of(organization, "EDITOR")));
    stranger = Graph.as(tokens.of(somebody(), Map.of(TypeId.generate("org").toString(), "OWNER")));
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
    if (runner != null) {
      runner.close();
    }
    house.close();
  }

  @Test
  void aCancelReachesTheProviderWithinTwoSeconds() throws Exception {
    var began = new CompletableFuture<Instant>();
    var stopped = new CompletableFuture<Instant>();
    compute.at(instance.toString(), (_, work) -> workUntilCancelled(work, began, stopped));
    var job = created(instance, "simulator", 1);
    began.get(20, TimeUnit.SECONDS);

    var asked = Instant.now();
    editor.data(
        "mutation($id: ID!) { cancelJob(input: {id: $id}) { job { id } } }", Map.of("id", job));

    assertThat(Duration.between(asked, stopped.get(20, TimeUnit.SECONDS)))
        .isLessThan(Duration.ofSeconds(2));
    assertThat(status(job)).isEqualTo("CANCELLED");
  }

  @Test
  void whatAWorkerWasAtWhenItWasKilledIsTakenUpWithin15Seconds() throws Exception {
    compute.at(instance.toString(), (_, _) -> new Outcome.CheckAgain<>(Duration.ofMillis(200)));
    var job = created(instance, "simulator", 1);
    awaitOrder(instance, "ensure");
    long epoch;
    Instant killed;
    try (var worker = postgres.connect("handlers");
        var world = postgres.connect("handlers");
        var its = worker.createStatement();
        var ours = world.createStatement()) {
      // Another worker has taken every lease, and is in the middle of this instance's work.
      ours.execute(
          "update event_lease set holder = 'worker', epoch = epoch + 1, expires_at = now() + interval '4 seconds'");
      epoch = number(ours.executeQuery("select max(epoch) from event_lease where name = 'relay'"));
      long process = number(its.executeQuery("select pg_backend_pid()"));
      worker.setAutoCommit(false);
      its.execute(
          "select 1 from job_resource where resource = '%s' for update".formatted(instance.uuid()));
      compute.at(instance.toString(), compute::make);
      Thread.sleep(1000);

      killed = Instant.now();
      ours.execute("select pg_terminate_backend(%d)".formatted(process));
      awaitStatus(job, "SUCCEEDED");

      assertThat(Duration.between(killed, Instant.now())).isLessThan(Duration.ofSeconds(15));
      assertThat(
              number(ours.executeQuery("select max(epoch) from event_lease where name = 'relay'")))
          .as("whoever comes back as the old worker is fenced")
          .isGreaterThan(epoch);
    }
    assertThat(compute.callsAt(instance.toString()))
        .extracting(Call::attempt)
        .as("taken up, and not done again")
        .containsOnly(1);
  }

  private static long number(ResultSet rows) throws SQLException {
    rows.next();
    return rows.getLong(1);
  }

  @Test
  void theMostUrgentOfThoseThatWaitIsSentFirst() throws Exception {
    var busy = TypeId.generate("inst");
    var first = created(busy, "narrow", 1);
    awaitOrder(busy, "ensure");
    var jobs = new ArrayList<String>();
    var instances = List.of(TypeId.generate("inst"), TypeId.generate("inst"), instance);
    for (var waiting : instances) {
      jobs.add(created(waiting, "narrow", 1));
    }

    assertThat(query(jobs.get(2), "queuedAt")).isNotNull();
    assertThat(query(jobs.get(2), "status")).isEqualTo("PENDING");
    editor.data(
        "mutation($id: ID!) { prioritizeJob(input: {id: $id, priority: 90}) { job { priority } } }",
        Map.of("id", jobs.get(2)));
    assertThat(
            editor
                .data(
                    """
                    query($ids: [ID!]) { jobs(where: {id: {in: $ids}, queuedAt: {isNull: false}},
                      orderBy: [{field: PRIORITY, direction: DESC}]) { nodes { id } } }
                    """,
                    Map.of("ids", jobs))
                .getList("jobs.nodes.id", String.class))
        .startsWith(jobs.get(2))
        .hasSize(3);

    ready(busy);
    awaitOrder(instance, "ensure");
    assertThat(orders(instances.get(0), "ensure")).isEmpty();
    ready(instance);
    awaitOrder(instances.get(0), "ensure");
    assertThat(orders(instances.get(1), "ensure")).isEmpty();
    ready(instances.get(0));
    awaitOrder(instances.get(1), "ensure");
    ready(instances.get(1));
    awaitStatus(jobs.get(1), "SUCCEEDED");
    assertThat(status(first)).isEqualTo("SUCCEEDED");
  }

  @Test
  void aPriorityIsFrom0To100AndForEditors() throws Exception {
    compute.at(instance.toString(), (_, _) -> new Outcome.CheckAgain<>(Duration.ofMillis(200)));
    var job = created(instance, "simulator", 1);
    var prioritize =
        "mutation($id: ID!, $p: Int!) { prioritizeJob(input: {id: $id, priority: $p}) { job { id } } }";

    assertThat(editor.refusal(prioritize, Map.of("id", job, "p", 101)))
        .isEqualTo("INVALID_ARGUMENT");
    assertThat(stranger.refusal(prioritize, Map.of("id", job, "p", 10))).isEqualTo("NOT_FOUND");
    compute.at(instance.toString(), compute::make);
    awaitStatus(job, "SUCCEEDED");
  }

  @Test
  void whatTheProviderSaysIsKeptLineByLine() throws Exception {
    compute.at(
        instance.toString(),
        (desired, work) -> {
          work.log("fetching the image");
          work.log("unpacking it");
          work.progress(50, "half way");
          for (int i = 0; i < 30; i++) {
            work.log("booting " + i);
          }
          return work.attempt() == 1
              ? Outcome.transientFailure("BUSY", "later")
              : compute.make(desired, work);
        });
    var job = created(instance, "simulator", 1);
    awaitStatus(job, "SUCCEEDED");

    var log = log(job, "first: 200");
    assertThat(log)
        .startsWith("fetching the image", "unpacking it", "booting 0", "booting 1")
        .contains("BUSY: later")
        .hasSizeGreaterThan(60);
    assertThat(log(job, "last: 2")).containsExactly("booting 28", "booting 29");
    var page =
        editor.data(
            """
            query($id: ID!) { job(id: $id) { steps { message log(first: 2) {
              totalCount pageInfo { hasNextPage endCursor } nodes { at text } } } } }
            """,
            Map.of("id", job));
    assertThat(page.getInt("job.steps[0].log.totalCount")).isEqualTo(log.size());
    assertThat(page.getString("job.steps[0].message")).isEqualTo("half way");
    assertThat(
            log(
                job,
                "first: 2, after: \"%s\""
                    .formatted(page.getString("job.steps[0].log.pageInfo.endCursor"))))
        .isEqualTo(log.subList(2, 4));
  }

  @Test
  void ofALongLogTheNewestLinesAreKept() throws Exception {
    compute.at(
        instance.toString(),
        (desired, work) -> {
          for (int i = 1; i <= 1250; i++) {
            work.log("line " + i);
          }
          return compute.make(desired, work);
        });
    var job = created(instance, "simulator", 1);
    awaitStatus(job, "SUCCEEDED");

    assertThat(log(job, "first: 1")).containsExactly("line 251");
    assertThat(log(job, "last: 1")).containsExactly("line 1250");
  }

  @Test
  void aJobThatTakesTooLongFailsAndItsProviderIsToldToStop() throws Exception {
    var began = new CompletableFuture<Instant>();
    var stopped = new CompletableFuture<Instant>();
    compute.at(instance.toString(), (_, work) -> workUntilCancelled(work, began, stopped));
    var job = created(instance, "simulator", 1);
    began.get(20, TimeUnit.SECONDS);

    elapse("job", "id", job);

    stopped.get(20, TimeUnit.SECONDS);
    awaitStatus(job, "FAILED");
    assertThat(query(job, "steps { failure { code } }").toString())
        .contains("JOB_DEADLINE_EXCEEDED");
  }

  @Test
  void aStepThatTookTooLongIsLookedAtBeforeItIsTakenUpAgain() throws Exception {
    var began = new CompletableFuture<Instant>();
    var stopped = new CompletableFuture<Instant>();
    compute.at(instance.toString(), (_, work) -> workUntilCancelled(work, began, stopped));
    var job = created(instance, "simulator", 1);
    began.get(20, TimeUnit.SECONDS);
    elapse("job_step", "job", job);
    stopped.get(20, TimeUnit.SECONDS);
    awaitStatus(job, "FAILED");
    assertThat(query(job, "steps { failure { code } }").toString())
        .contains("STEP_DEADLINE_EXCEEDED");

    compute.at(instance.toString(), compute::make);
    editor.data(
        "mutation($id: ID!) { retryJob(input: {id: $id}) { job { id } } }", Map.of("id", job));

    awaitStatus(job, "SUCCEEDED");
    assertThat(compute.callsAt(instance.toString()))
        .extracting(Call::verb)
        .containsExactly("ensure", "observe", "ensure");
    assertThat(orders(instance, "ensure"))
        .extracting(order -> order.get("operationToken").asText())
        .containsExactly(instance + ":1:provision", instance + ":1:provision:again:1");
  }

  @Test
  void anInstanceWhoseProviderIsGoneForGoodIsGivenUpByItsOwner() throws Exception {
    created(instance, "vanished", 1);
    assertThat(abandon(owner)).as("its deletion was not asked for").isEqualTo("CONFLICT");
    var removal = created(instance, "vanished", 2);

    assertThat(abandon(stranger)).isEqualTo("NOT_FOUND");
    assertThat(abandon(editor)).isEqualTo("FORBIDDEN");
    owner.data(ABANDON, Map.of("id", instance.toString(), "why", "the rack burnt down"));

    var told =
        house.await(
            "changes.job.abandoned.%s.%s".formatted(House.ORGANIZATION, removal), _ -> true);
    assertThat(told.at("/data/actor").asText()).isEqualTo(USER);
    assertThat(told.at("/data/after/abandoned/reason").asText()).isEqualTo("the rack burnt down");
    assertThat(status(removal)).isEqualTo("CANCELLED");
    assertThat(house.messages("work.vanished.compute.remove." + instance))
        .as("should it come back, it removes it")
        .hasSize(1);
  }

  @Test
  void anInstanceIsNotGivenUpWhileItsProviderIsThere() throws Exception {
    house.await(
        "changes.provider.*.-.>",
        event ->
            event.at("/data/after/name").asText().equals("simulator")
                && event.at("/data/after/status").asText().equals("READY"));
    created(instance, "simulator", 1);
    runner.close();
    runner = null;
    created(instance, "simulator", 2);

    var refused = owner.ask(ABANDON, Map.of("id", instance.toString(), "why", "gone"));
    assertThat(refused.getString("errors[0].extensions.code")).isEqualTo("CONFLICT");
    assertThat(refused.getString("errors[0].message"))
        .startsWith("simulator, which holds " + instance + ", is there");
  }

  private static final String ABANDON =
      "mutation($id: ID!, $why: String!) { abandonInstance(input: {instance: $id, reason: $why}) { job { status } } }";

  private String abandon(Graph graph) {
    return graph.refusal(ABANDON, Map.of("id", instance.toString(), "why", "gone"));
  }

  private Outcome<ScriptedCompute.Observed> workUntilCancelled(
      Work work, CompletableFuture<Instant> began, CompletableFuture<Instant> stopped) {
    began.complete(Instant.now());
    while (!work.cancelled()) {
      try {
        Thread.sleep(10);
      } catch (InterruptedException late) {
        return Outcome.unknown("LATE", "it was interrupted");
      }
    }
    stopped.complete(Instant.now());
    return Outcome.permanent("STOPPED", "it was cancelled");
  }

  /// As if the time for it were over.
  private void elapse(String table, String column, String job) {
    var id = TypeId.parse(job).uuid();
    database
        .own()
        .inTransaction(transaction -> {
          transaction.execute(
              Sql.of("update %s set deadline = now() where %s = :id".formatted(table, column))
                  .with("id", id));
          return transaction.execute(
              Sql.of("update job set expires_at = now() where id = :id").with("id", id));
        });
  }

  /// Has an instance of that generation, the second one being its deletion; answers the job's id.
  private String created(TypeId of, String provider, int generation) throws Exception {
    var snapshot = new HashMap<String, Object>();
    snapshot.put("id", of.toString());
    snapshot.put("name", "web-1");
    snapshot.put("instanceType", Map.of("vcpus", 2, "memoryMib", 4096));
    snapshot.put("image", "debian-13");
    snapshot.put("provider", provider);
    snapshot.put("desiredPowerState", "RUNNING");
    snapshot.put("generation", generation);
    if (generation > 1) {
      snapshot.put("deletionRequestedAt", "2026-03-01T12:00:00Z");
    }
    house.changed("instance", "updated", of, generation, snapshot, List.of());
    return house
        .await(
            "changes.job.*.%s.>".formatted(House.ORGANIZATION),
            event ->
                event.at("/data/after/instance").asText().equals(of.toString())
                    && event.at("/data/after/generation").asInt() == generation)
        .get("subject")
        .asText();
  }

  private List<JsonNode> orders(TypeId of, String verb) throws Exception {
    return house.messages("work.*.compute.%s.%s".formatted(verb, of));
  }

  private JsonNode awaitOrder(TypeId of, String verb) throws Exception {
    return house.await("work.*.compute.%s.%s".formatted(verb, of), _ -> true);
  }

  /// Answers the last order as its provider would.
  private void ready(TypeId of) throws Exception {
    var order = awaitOrder(of, "ensure");
    var report = ((ObjectNode) order).deepCopy();
    report.remove(List.of("desired", "issuedAt", "deadline"));
    report.put("id", "r-" + TypeId.generate("evt"));
    report.put("outcome", "ready");
    report.put("at", Instant.now().toString());
    report.set("observed", Wire.tree(Map.of("powerState", "RUNNING", "addresses", List.of())));
    house.publish(
        "reports.%s.compute.%s".formatted(order.get("provider").asText(), of),
        report.get("id").asText(),
        report);
  }

  private void awaitStatus(String job, String status) throws Exception {
    house.await(
        "changes.job.*.%s.%s".formatted(House.ORGANIZATION, job),
        event -> event.at("/data/after/status").asText().equals(status));
  }

  private String status(String job) {
    return String.valueOf(query(job, "status"));
  }

  private Object query(String job, String selection) {
    return editor
        .data("query($id: ID!) { job(id: $id) { %s } }".formatted(selection), Map.of("id", job))
        .getMap("job")
        .values()
        .iterator()
        .next();
  }

  private List<String> log(String job, String page) {
    return editor
        .data(
            "query($id: ID!) { job(id: $id) { steps { log(%s) { nodes { text } } } } }"
                .formatted(page),
            Map.of("id", job))
        .getList("job.steps[0].log.nodes.text", String.class);
  }

  private static String somebody() {
    return TypeId.generate("user").toString();
  }
}
