package dev.orrery.handlers.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.orrery.handlers.support.WithServers;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.SqlStatements;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithServers
class JobFlowTest {
  private static final JsonNode SIZE =
      JsonNodeFactory.instance.objectNode().put("vcpus", 2).put("memoryMib", 4096);

  /// One for each test, so that none waits for what another left.
  private final String provider = "nobody-" + UUID.randomUUID();

  @Inject Database database;
  @Inject Jobs jobs;
  @Inject JobFlow flow;

  @Test
  void theFirstJobOfAnInstanceIsWrittenOnceAndNothingIsLookedForThatCannotBeThere() {
    assertThat(SqlStatements.during(() -> begin(instance(TypeId.generate("inst"), 1))))
        .filteredOn(sql -> sql.contains("job"))
        .satisfiesExactly(
            lock -> assertThat(lock).startsWith("insert into job_resource"),
            room -> assertThat(room).startsWith("select 1"),
            token -> assertThat(token).startsWith("update job_resource"),
            job -> assertThat(job).startsWith("insert into job ("),
            step -> assertThat(step).startsWith("insert into job_step ("));
  }

  @Test
  void theNextOneSeesTheFirst() {
    TypeId id = TypeId.generate("inst");
    begin(instance(id, 1));

    assertThat(begin(instance(id, 2)))
        .singleElement()
        .satisfies(first -> {
          assertThat(first.job().generation).isEqualTo(1);
          assertThat(first.job().status).isEqualTo(WorkStatus.RUNNING);
          assertThat(first.job().version).isEqualTo(2);
          assertThat(first.steps()).singleElement().matches(Step::isInFlight);
        });
  }

  @Test
  void aJobThatCannotBeGoneOnWithHoldsUpNoOther() throws Exception {
    TypeId broken = TypeId.generate("inst");
    TypeId whole = TypeId.generate("inst");
    begin(instance(broken, 1));
    begin(instance(whole, 1));
    change("update job set desired = '{' || desired where resource = :resource", broken);
    String due =
        """
        update job_step set status = 'RETRYING', due_action = 'ORDER', due_at = now() - interval '1 hour'
        where job in (select id from job where resource = :resource)
        """;
    change(due, broken);
    change(due, whole);

    awaitSecondAttemptAt(whole);
    assertThat(attempts(broken)).isEqualTo(1);

    change("update job set desired = substr(desired, 2) where resource = :resource", broken);
    awaitSecondAttemptAt(broken);
  }

  @Test
  void norDoesOneAmongThoseThatWaitForTheirTurn() throws Exception {
    List<TypeId> waiting =
        List.of(TypeId.generate("inst"), TypeId.generate("inst"), TypeId.generate("inst"));
    TypeId broken = waiting.get(1);
    waiting.forEach(id -> begin(instance(id, 1)));
    change("update job set desired = '{' || desired where resource = :resource", broken);
    database
        .own()
        .inTransaction(transaction ->
            transaction.execute(
                Sql.of(
                        """
                        update job set queued_at = now()
                        where resource = any(cast(string_to_array(:all, ',') as uuid[]))
                        """)
                    .with("all", Jobs.list(waiting.stream().map(TypeId::uuid).toList()))));

    awaitSecondAttemptAt(waiting.getFirst());
    awaitSecondAttemptAt(waiting.getLast());
    assertThat(attempts(broken)).isEqualTo(1);
  }

  private void change(String sql, TypeId resource) {
    int changed =
        database
            .own()
            .inTransaction(
                transaction -> transaction.execute(Sql.of(sql).with("resource", resource.uuid())));
    assertThat(changed).isEqualTo(1);
  }

  private void awaitSecondAttemptAt(TypeId resource) throws InterruptedException {
    Instant end = Instant.now().plusSeconds(60);
    while (attempts(resource) < 2 && Instant.now().isBefore(end)) {
      Thread.sleep(50);
    }
    assertThat(attempts(resource)).isEqualTo(2);
  }

  private int attempts(TypeId resource) {
    return database
        .own()
        .read(transaction ->
            ((Number)
                    transaction.rows(
                            Sql.of(
                                    """
                                    select attempt from job_step
                                    where job in (select id from job where resource = :resource)
                                    """)
                                .with("resource", resource.uuid()))
                        .getFirst()[0])
                .intValue());
  }

  /// @return the jobs that there were before
  private List<LoadedJob> begin(InstanceSnapshot instance) {
    return database
        .own()
        .inTransaction(transaction -> {
          transaction.deferWrites();
          var before = jobs.of(transaction, instance.id().uuid());
          var planned =
              JobPlan.of(
                  JobKind.ENSURE,
                  instance,
                  provider,
                  null,
                  null,
                  jobs.now(),
                  jobs.now(),
                  Duration.ofHours(1));
          jobs.create(transaction, planned, job -> flow.advance(transaction, job));
          return before;
        });
  }

  private InstanceSnapshot instance(TypeId id, long generation) {
    return new InstanceSnapshot(
        id,
        "web-1",
        SIZE,
        JsonNodeFactory.instance.textNode("debian-13"),
        provider,
        null,
        "RUNNING",
        generation,
        null,
        "MANAGED",
        null,
        null,
        List.of());
  }
}
