package dev.orrery.handlers.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.handlers.jobs.DesiredCompute;
import dev.orrery.handlers.support.WithServers;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.provider.protocol.Wire;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// The promise: 10,000 resources at rest cost less than a tenth of a core. Counted is what this
/// process, the simulator in it, PostgreSQL and NATS use more than without any resource. Takes two
/// minutes of a machine that does nothing else: `-Dorrery.measure=rest`.
@QuarkusTest
@WithServers
@EnabledIfSystemProperty(named = "orrery.measure", matches = "rest")
class RestCostTest {
  private static final int RESOURCES = 10_000;
  private static final Duration TIME = Duration.ofSeconds(30);

  NatsForTests nats;
  @Inject Database database;
  @TempDir Path home;

  @Test
  void tenThousandResourcesAtRestCostLessThanATenthOfACore() throws Exception {
    var ids = Stream.generate(() -> TypeId.generate("inst")).limit(RESOURCES).toList();
    writeWorld(ids);
    try (var simulated = new Simulated(nats, home)) {
      sql(Sql.of("delete from reconciliation"));
      Thread.sleep(8_000);
      var idle = coresUsed();
      insert(ids);
      Thread.sleep(12_000);
      long before = looks();
      var resting = coresUsed();
      long looked = looks() - before;

      System.out.printf(
          "10,000 resources at rest: %.3f cores, without any %.3f, difference %.3f; %d looks in %d s%n",
          resting, idle, resting - idle, looked, TIME.toSeconds());
      assertThat(looked).isGreaterThan(TIME.toSeconds() * RESOURCES / 900 / 2);
      assertThat(count("status = 'IN_SYNC'")).isEqualTo(RESOURCES);
      assertThat(resting - idle).isLessThan(0.1);
    }
  }

  private double coresUsed() throws InterruptedException {
    var before = used();
    Thread.sleep(TIME);
    return (double) used().minus(before).toMillis() / TIME.toMillis();
  }

  private static Duration used() {
    return Stream.concat(Stream.of(ProcessHandle.current()), ProcessHandle.current().descendants())
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static final DesiredCompute DESIRED =
      new DesiredCompute(
          "web-1", new DesiredCompute.Size(2, 4096), "debian-13", "RUNNING", List.of());

  private void writeWorld(List<TypeId> ids) throws Exception {
    var lines =
        ids.stream()
            .map(id -> {
              var machine =
                  Map.of(
                      "resourceId", id.toString(),
                      "name", DESIRED.name(),
                      "instanceType", DESIRED.instanceType(),
                      "image", DESIRED.image(),
                      "powerState", DESIRED.powerState(),
                      "addresses", List.of(),
                      "settledAt", Instant.EPOCH);
              var effect =
                  Map.of(
                      "at",
                      Instant.EPOCH,
                      "what",
                      "CREATED",
                      "resourceId",
                      id.toString(),
                      "operationToken",
                      "seed",
                      "machine",
                      machine);
              return new String(Wire.write(effect), StandardCharsets.UTF_8);
            })
            .toList();
    Files.write(home.resolve("world.journal"), lines);
  }

  private void insert(List<TypeId> ids) throws Exception {
    var tree = Wire.tree(DESIRED);
    var attributes = Attribute.write(Comparison.of(tree, tree, List.of(), false, Instant.EPOCH));
    sql(
        Sql.of(
                """
                insert into reconciliation (id, provider, kind, generation, desired, status, attributes, look_at, observed_at,
                                            version, created_at, updated_at)
                select id, 'simulator', 'compute', 1, :desired, 'IN_SYNC', :attributes,
                       now() + random() * interval '15 minutes', now(), 1, now(), now()
                from unnest(cast(:ids as uuid[])) as seed(id)
                """)
            .with("desired", new String(Wire.write(DESIRED), StandardCharsets.UTF_8))
            .with("attributes", attributes)
            .with("ids", ids.stream().map(TypeId::uuid).toArray(UUID[]::new)));
  }

  private long looks() throws Exception {
    return number("select sum(looks) from reconciliation");
  }

  private long count(String condition) throws Exception {
    return number("select count(*) from reconciliation where " + condition);
  }

  private long number(String query) throws Exception {
    return onVirtualThread(() ->
        database
            .own()
            .read(transaction ->
                ((Number) transaction.rows(Sql.of(query)).getFirst()[0]).longValue()));
  }

  private void sql(Sql statement) throws Exception {
    onVirtualThread(
        () -> database.own().inTransaction(transaction -> transaction.execute(statement)));
  }

  private static <T> T onVirtualThread(Callable<T> work) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return threads.submit(work).get();
    }
  }
}
