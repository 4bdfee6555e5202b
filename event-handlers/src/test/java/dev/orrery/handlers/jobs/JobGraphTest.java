package dev.orrery.handlers.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.handlers.support.House;
import dev.orrery.handlers.support.WithServers;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.Graph;
import dev.orrery.kit.testing.Hidden;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.kit.testing.TokensForTests;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithServers
class JobGraphTest {
  private static final String USER = "user_01h455vb4pex5vsknk084sn02q";
  private static final String JOBS =
      """
      query($instance: ID!) { jobs(where: {instance: {eq: $instance}}) { totalCount nodes {
        id kind status generation provider version createdAt updatedAt finishedAt
        organization { id } instance { id jobs { totalCount nodes { id } } }
        steps { id kind status attempt percent message failure { code message } retryAt startedAt finishedAt } } } }
      """;

  NatsForTests nats;
  TokensForTests tokens;
  private House house;
  private Graph editor;
  private Graph viewer;
  private Graph stranger;
  private final TypeId instance = TypeId.generate("inst");

  @BeforeEach
  void start() throws Exception {
    house = new House(nats);
    var organization = House.ORGANIZATION.toString();
    editor = Graph.as(tokens.of(USER, Map.of(organization, "EDITOR")));
    viewer =
        Graph.as(tokens.of(TypeId.generate("user").toString(), Map.of(organization, "VIEWER")));
    stranger =
        Graph.as(
            tokens.of(
                TypeId.generate("user").toString(),
                Map.of(TypeId.generate("org").toString(), "OWNER")));
  }

  @AfterEach
  void stop() throws Exception {
    house.close();
  }

  @Test
  void aJobIsReadWithItsStepsAndFromItsInstance() throws Exception {
    var job = waitingJob();

    var read = jobs(viewer).setRootPath("data.jobs");

    assertThat(read.getInt("totalCount")).isEqualTo(1);
    assertThat(read.getString("nodes[0].id")).isEqualTo(job);
    assertThat(read.getString("nodes[0].status")).isEqualTo("RUNNING");
    assertThat(read.getString("nodes[0].organization.id")).isEqualTo(House.ORGANIZATION.toString());
    assertThat(read.getList("nodes[0].steps.kind", String.class))
        .containsExactly("ADDRESS", "PROVISION");
    assertThat(read.getList("nodes[0].steps.status", String.class))
        .containsExactly("RUNNING", "PENDING");
    assertThat(read.getString("nodes[0].instance.jobs.nodes[0].id")).isEqualTo(job);
  }

  @Test
  void anInstanceOfAnotherSubgraphHasItsJobs() throws Exception {
    var job = waitingJob();

    var read =
        viewer.data(
            """
            query($refs: [_Any!]!) { _entities(representations: $refs) { ... on Instance { jobs { nodes { id } } }
              ... on Job { status } } }
            """,
            Map.of(
                "refs",
                List.of(
                    Map.of("__typename", "Instance", "id", instance.toString()),
                    Map.of("__typename", "Job", "id", job))));

    assertThat(read.getString("_entities[0].jobs.nodes[0].id")).isEqualTo(job);
    assertThat(read.getString("_entities[1].status")).isEqualTo("RUNNING");
  }

  @Test
  void whoIsNotOfTheOrganizationSeesNothing() throws Exception {
    var job = waitingJob();

    assertThat(jobs(stranger).getInt("data.jobs.totalCount")).isZero();
    assertThat(
            stranger
                .data("query($id: ID!) { job(id: $id) { id } }", Map.of("id", job))
                .getString("job"))
        .isNull();
    assertThat(cancelRefused(stranger, job)).isEqualTo("NOT_FOUND");
    assertThat(Graph.anonymous().refusal("{ jobs { nodes { id } } }", Map.of()))
        .isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void anEditorStopsAJobAndAViewerMayNot() throws Exception {
    var job = waitingJob();

    assertThat(cancelRefused(viewer, job)).isEqualTo("FORBIDDEN");
    var stopped =
        editor.data(
            "mutation($id: ID!) { cancelJob(input: {id: $id}) { job { status steps { status } } } }",
            Map.of("id", job));

    assertThat(stopped.getString("cancelJob.job.status")).isEqualTo("CANCELLED");
    assertThat(stopped.getList("cancelJob.job.steps.status", String.class))
        .containsExactly("CANCELLED", "CANCELLED");
    assertThat(jobs(viewer).getString("data.jobs.nodes[0].status")).isEqualTo("CANCELLED");
  }

  @Test
  void anEditorTakesUpAFailedJobAndAViewerMayNot() throws Exception {
    var job = waitingJob();
    assertThat(retried(job)).as("it has not failed").isEqualTo("RUNNING");
    house.changed(
        "ipaddress",
        "allocationfailed",
        TypeId.generate("ip"),
        1,
        Map.of("code", "POOL_EXHAUSTED", "message", "no free address"),
        List.of(instance));
    house.await(
        "changes.job.updated.%s.%s".formatted(House.ORGANIZATION, job),
        event -> event.at("/data/after/status").asText().equals("FAILED"));

    assertThat(
            viewer.refusal(
                "mutation($id: ID!) { retryJob(input: {id: $id}) { job { id } } }",
                Map.of("id", job)))
        .isEqualTo("FORBIDDEN");
    // There is still no address, and it says so again.
    assertThat(retried(job)).isEqualTo("FAILED");
    assertThat(jobs(viewer).getInt("data.jobs.nodes[0].version")).isGreaterThan(2);
  }

  private String retried(String job) {
    return editor
        .data(
            "mutation($id: ID!) { retryJob(input: {id: $id}) { job { status } } }",
            Map.of("id", job))
        .getString("retryJob.job.status");
  }

  /// A job that waits for an address which nobody gives it.
  @Test
  void whatIsHiddenCannotBeToldFromWhatIsAbsent() throws Exception {
    var job = waitingJob();

    var jobs = new Hidden(stranger, job, TypeId.generate("job").toString());
    jobs.asksFor("Job");
    jobs.changes("cancelJob", id -> Map.of("id", id));
    jobs.changes("retryJob", id -> Map.of("id", id));
    jobs.changes("prioritizeJob", id -> Map.of("id", id, "priority", 1));
    var instances = new Hidden(stranger, instance.toString(), TypeId.generate("inst").toString());
    instances.changes("abandonInstance", id -> Map.of("instance", id, "reason", "gone"));
    instances.changes("setReconciliationPolicy", id -> Map.of("instance", id, "policy", "OBSERVE"));
    var reconciliation = new TypeId("rec", instance.uuid()).toString();
    house.await(
        "changes.reconciliation.created.%s.%s".formatted(House.ORGANIZATION, reconciliation),
        _ -> true);
    var reconciliations = new Hidden(stranger, reconciliation, TypeId.generate("rec").toString());
    reconciliations.asksFor("Reconciliation");
    reconciliations.changes("correctDrift", id -> Map.of("id", id));
  }

  private String waitingJob() throws Exception {
    var snapshot = new HashMap<String, Object>();
    snapshot.put("id", instance.toString());
    snapshot.put("name", "web-1");
    snapshot.put("instanceType", Map.of("vcpus", 2, "memoryMib", 4096));
    snapshot.put("image", Map.of("id", "img_x", "name", "debian-13"));
    snapshot.put("provider", "simulator");
    snapshot.put("desiredPowerState", "RUNNING");
    snapshot.put("generation", 1);
    snapshot.put("prefix", TypeId.generate("pfx").toString());
    house.changed("instance", "created", instance, 1, snapshot, List.of());
    return house
        .await(
            "changes.job.updated.%s.>".formatted(House.ORGANIZATION),
            event -> event.at("/data/after/instance").asText().equals(instance.toString()))
        .get("subject")
        .asText();
  }

  private JsonPath jobs(Graph graph) {
    return graph.ask(JOBS, Map.of("instance", instance.toString()));
  }

  private static String cancelRefused(Graph graph, String job) {
    return graph.refusal(
        "mutation($id: ID!) { cancelJob(input: {id: $id}) { job { id } } }", Map.of("id", job));
  }
}
