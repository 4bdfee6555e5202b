package dev.orrery.kit.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.NatsForTests;
import io.nats.client.Connection;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamConfiguration;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Rows that a stream takes as one: as whole, as ordered and as fenced as rows that go one by one.
@QuarkusTest
@WithServers
class BundlesTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @Inject Database database;
  @Inject Outbox outbox;
  @Inject NatsSettings natsSettings;
  NatsForTests nats;

  private final List<Replica> replicas = new ArrayList<>();
  private Connection connection;
  private Stream stream;

  @BeforeEach
  void connect() throws Exception {
    connection = nats.connect();
    assumeTrue(
        connection.getServerInfo().isSameOrNewerThanVersion("2.12.0"),
        () ->
            "nats-server %s takes no batches; from 2.12 on it does"
                .formatted(connection.getServerInfo().getVersion()));
    stream = new Stream(connection, "CHANGES_INSTANCE");
    database.own().inTransaction(tx -> tx.execute(Sql.of("delete from outbox")));
    database.own().inTransaction(tx -> tx.execute(Sql.of("delete from event_lease")));
  }

  @AfterEach
  void close() throws Exception {
    for (Replica replica : replicas) {
      replica.close();
    }
    connection.close();
  }

  @Test
  void manyRowsOfAStreamGoAsOneInTheirOrder() throws Throwable {
    List<TypeId> resources = instances(4);
    append(resources, 1, 10);
    replica(RelayProbe.NONE);
    for (TypeId resource : resources) {
      Eventually.within(SOON, () -> holdsExactly(resource, 10));
      assertThat(bundleOf(resource)).as("one bundle").hasSize(1).doesNotContainNull();
    }
    assertThat(resources.stream().flatMap(each -> bundleOf(each).stream()).distinct()).hasSize(1);
  }

  @Test
  void fewRowsGoOneByOne() throws Throwable {
    TypeId resource = instances(1).getFirst();
    append(List.of(resource), 1, 5);
    replica(RelayProbe.NONE);
    Eventually.within(SOON, () -> holdsExactly(resource, 5));
    assertThat(bundleOf(resource)).containsOnlyNulls();
  }

  /// A server that starts again restores its streams one after the other.
  @Test
  void aStreamThatWasNotThereYetIsAskedForAgainSoon() throws Throwable {
    AtomicStreams streams = new AtomicStreams();
    String subject = "restored.later.thing";
    assertThat(streams.of(subject, connection)).isEmpty();
    connection
        .jetStreamManagement()
        .addStream(
            StreamConfiguration.builder()
                .name("RESTORED")
                .subjects("restored.later.>")
                .allowAtomicPublish()
                .build());
    Eventually.within(
        Duration.ofSeconds(10),
        () -> assertThat(streams.of(subject, connection)).contains("RESTORED"));
  }

  @Test
  void aRowThatIsRefusedHoldsBackNothingElseOfItsBundle() throws Throwable {
    List<TypeId> neighbours = instances(3);
    TypeId refused = instances(1).getFirst();
    append(neighbours, 1, 5);
    database
        .own()
        .inTransaction(tx ->
            outbox.append(
                tx, Change.created("instance", refused, 1, Map.of("name", "x".repeat(2_000_000)))));
    append(List.of(refused), 2, 3);
    append(neighbours, 6, 9);
    replica(RelayProbe.NONE);
    for (TypeId neighbour : neighbours) {
      Eventually.within(SOON, () -> holdsExactly(neighbour, 9));
    }
    assertThat(stream.versionsOf(refused)).isEmpty();
  }

  @Test
  void aBundleThatWasStoredBeforeIsRecognisedRowByRow() throws Throwable {
    List<TypeId> resources = instances(3);
    append(resources, 1, 8);
    AtomicBoolean dead = new AtomicBoolean();
    Replica killed =
        replica(
            new RelayProbe() {
              @Override
              public void beforeMark() {
                dead.set(true);
                throw new IllegalStateException("killed between the acknowledgement and the mark");
              }
            });
    Eventually.within(SOON, () -> assertThat(dead).isTrue());
    killed.stopRenewing();
    append(resources, 9, 12);
    replica(RelayProbe.NONE);
    for (TypeId resource : resources) {
      Eventually.within(SOON, () -> holdsExactly(resource, 12));
    }
    Eventually.within(SOON, () -> assertThat(pending()).isZero());
  }

  @Test
  void aRelayThatWasFrozenBeforeItsBundleIsFenced() throws Throwable {
    List<TypeId> resources = instances(3);
    append(resources, 1, 8);
    Replica.Gate gate = new Replica.Gate();
    Replica frozen =
        replica(
            new RelayProbe() {
              @Override
              public void beforePublish(OutboxRow row) {
                gate.pass();
              }
            });
    gate.awaitReached();
    frozen.stopRenewing();
    replica(RelayProbe.NONE);
    append(resources, 9, 10);
    for (TypeId resource : resources) {
      Eventually.within(SOON, () -> holdsExactly(resource, 10));
    }
    gate.release();
    Eventually.within(SOON, () -> assertThat(frozen.fenced()).isEqualTo(1));
    for (TypeId resource : resources) {
      holdsExactly(resource, 10);
    }
  }

  @Test
  void losesAndReordersNothingWhenNatsDiesBetweenBundles() throws Throwable {
    List<TypeId> resources = instances(20);
    append(resources, 1, 15);
    AtomicInteger published = new AtomicInteger();
    Thread killer =
        Thread.ofVirtual()
            .unstarted(() -> {
              nats.kill();
              nats.restart();
            });
    replica(
        new RelayProbe() {
          @Override
          public void afterPublish(OutboxRow row) {
            if (published.incrementAndGet() == 90) {
              killer.start();
            }
          }
        });
    for (TypeId resource : resources) {
      Eventually.within(Duration.ofSeconds(20), () -> holdsExactly(resource, 15));
    }
    killer.join();
  }

  @Test
  void rowsOfOneKeyForTwoStreamsWaitForEachOther() {
    var bundles = new Bundles(2);
    List<OutboxRow> rows = new ArrayList<>();
    for (long id = 1; id <= 4; id++) {
      String type = id == 3 ? "site" : "instance";
      rows.add(row(id, "changes.%s.updated.-.a".formatted(type), "both"));
      rows.add(row(10 + id, "changes.instance.updated.-.b", "one"));
    }
    assertThat(bundles.of(rows, connection))
        .singleElement()
        .satisfies(bundle ->
            assertThat(bundle).extracting(OutboxRow::orderingKey).containsOnly("one").hasSize(4));
  }

  private static OutboxRow row(long id, String subject, String key) {
    return new OutboxRow(id, "message" + id, subject, Map.of(), "{}", key);
  }

  private List<@Nullable String> bundleOf(TypeId resource) {
    try {
      return stream.messages("changes.*.*.*." + resource).stream()
          .map(BundlesTest::bundle)
          .distinct()
          .collect(Collectors.toList());
    } catch (Exception unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  private static @Nullable String bundle(MessageInfo message) {
    return message.getHeaders().getFirst(Headers.BATCH_ID);
  }

  private void holdsExactly(TypeId resource, long versions) throws Exception {
    assertThat(stream.versionsOf(resource))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, versions).boxed().toList());
  }

  private Replica replica(RelayProbe probe) {
    Replica replica = Replica.relaying("bundle-" + replicas.size(), database, natsSettings, probe);
    replicas.add(replica);
    return replica;
  }

  private void append(List<TypeId> resources, long from, long to) {
    database
        .own()
        .inTransaction(tx -> {
          for (long version = from; version <= to; version++) {
            for (TypeId resource : resources) {
              outbox.append(tx, change(resource, version));
            }
          }
          return true;
        });
  }

  private static Change change(TypeId resource, long version) {
    return version == 1
        ? Change.created("instance", resource, version, Map.of("name", "a"))
        : Change.updated(
            "instance",
            resource,
            version,
            Map.of("name", "n" + (version - 1)),
            Map.of("name", "n" + version));
  }

  private long pending() {
    return new OutboxRows(database.own()).backlog().pending();
  }

  private static List<TypeId> instances(int count) {
    return java.util.stream.Stream.generate(() -> TypeId.generate("inst")).limit(count).toList();
  }
}
