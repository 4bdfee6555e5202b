package dev.orrery.kit.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kit.database.ConstraintViolated;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.DatabaseUnavailable;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.kit.testing.PostgresForTests;
import dev.orrery.kit.testing.SqlStatements;
import io.micrometer.core.instrument.Gauge;
import io.nats.client.Connection;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@WithServers
class RelayTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @Inject Database database;
  @Inject Outbox outbox;
  @Inject NatsSettings natsSettings;
  NatsForTests nats;
  PostgresForTests postgres;

  private final List<Replica> replicas = new ArrayList<>();
  private Connection connection;
  private Stream stream;

  @BeforeEach
  void connect() throws Exception {
    connection = nats.connect();
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
  void publishesTheVersionsOfEachResourceInOrder() throws Throwable {
    List<TypeId> resources = instances(10);
    append(resources, 1, 20);
    replica(RelayProbe.NONE);
    for (TypeId resource : resources) {
      Eventually.within(SOON, () -> holdsExactly(resource, 20));
    }
    Eventually.within(SOON, () -> assertThat(pending()).isZero());
  }

  @Test
  void acceptsEventsWhileNatsIsDownAndDeliversThemAllInOrderOnceItIsBack() throws Throwable {
    List<TypeId> resources = instances(5);
    replica(RelayProbe.NONE);
    append(resources, 1, 5);
    nats.kill();
    append(resources, 6, 10);
    nats.restart();
    append(resources, 11, 12);
    for (TypeId resource : resources) {
      Eventually.within(SOON, () -> holdsExactly(resource, 12));
    }
  }

  @Test
  void losesAndReordersNothingWhenNatsDiesInMidStream() throws Throwable {
    List<TypeId> resources = instances(20);
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
            if (published.incrementAndGet() == 70) {
              killer.start();
            }
          }
        });
    append(resources, 1, 15);
    for (TypeId resource : resources) {
      Eventually.within(Duration.ofSeconds(20), () -> holdsExactly(resource, 15));
    }
    killer.join();
    assertThat(published.get()).isGreaterThanOrEqualTo(300);
  }

  enum Point {
    BEFORE_PUBLISH,
    AFTER_PUBLISH,
    BEFORE_MARK
  }

  @ParameterizedTest
  @EnumSource
  void anotherReplicaFinishesWhatAKilledRelayBegan(Point point) throws Throwable {
    List<TypeId> resources = instances(3);
    append(resources, 1, 4);
    Replica.Gate gate = new Replica.Gate();
    Replica killed = replica(gateAt(point, gate));
    gate.awaitReached();
    killed.stopRenewing();
    replica(RelayProbe.NONE);
    for (TypeId resource : resources) {
      Eventually.within(SOON, () -> holdsExactly(resource, 4));
    }
    Eventually.within(SOON, () -> assertThat(pending()).isZero());
  }

  @ParameterizedTest
  @EnumSource
  void aRelayThatWasFrozenFindsItselfFenced(Point point) throws Throwable {
    List<TypeId> resources = instances(3);
    append(resources, 1, 3);
    Replica.Gate gate = new Replica.Gate();
    Replica frozen = replica(gateAt(point, gate));
    gate.awaitReached();
    frozen.stopRenewing();
    replica(RelayProbe.NONE);
    for (TypeId resource : resources) {
      Eventually.within(SOON, () -> holdsExactly(resource, 3));
    }
    append(resources, 4, 6);
    for (TypeId resource : resources) {
      Eventually.within(SOON, () -> holdsExactly(resource, 6));
    }
    gate.release();
    Eventually.within(SOON, () -> assertThat(frozen.fenced()).isEqualTo(1));
    for (TypeId resource : resources) {
      holdsExactly(resource, 6);
    }
  }

  @Test
  void aRelayThatWasFrozenWithNothingToMarkFindsItselfFencedToo() throws Throwable {
    appendOneThatIsRefused(instances(1).getFirst());
    Replica.Gate gate = new Replica.Gate();
    Replica frozen = replica(gateAt(Point.BEFORE_MARK, gate));
    gate.awaitReached();
    frozen.stopRenewing();
    Replica successor = replica(RelayProbe.NONE);
    Eventually.within(SOON, () -> assertThat(successor.relay.isLeading()).isTrue());
    gate.release();
    Eventually.within(SOON, () -> assertThat(frozen.fenced()).isEqualTo(1));
  }

  @Test
  void onlyOneOfTwoReplicasRelays() throws Throwable {
    Replica one = replica(RelayProbe.NONE);
    Replica other = replica(RelayProbe.NONE);
    Eventually.within(
        SOON, () -> assertThat(one.relay.isLeading()).isNotEqualTo(other.relay.isLeading()));
    TypeId resource = instances(1).getFirst();
    append(List.of(resource), 1, 30);
    Eventually.within(SOON, () -> holdsExactly(resource, 30));
    assertThat(one.relay.isLeading()).isNotEqualTo(other.relay.isLeading());
  }

  @Test
  void aRefusedEventHoldsBackOnlyItsOwnResource() throws Throwable {
    TypeId refused = instances(1).getFirst();
    TypeId neighbour = instances(1).getFirst();
    appendOneThatIsRefused(refused);
    append(List.of(refused), 2, 2);
    append(List.of(neighbour), 1, 3);
    replica(RelayProbe.NONE);
    Eventually.within(SOON, () -> holdsExactly(neighbour, 3));
    assertThat(stream.versionsOf(refused)).isEmpty();
    database
        .own()
        .inTransaction(tx ->
            tx.execute(
                Sql.of("delete from outbox where resource_version = 1 and published_at is null")));
    Eventually.within(SOON, () -> assertThat(stream.versionsOf(refused)).containsExactly(2L));
  }

  @Test
  void findsItsFeetAgainWhenPostgresWasRestarted() throws Throwable {
    List<TypeId> resources = instances(2);
    replica(RelayProbe.NONE);
    append(resources, 1, 2);
    postgres.restart();
    Eventually.within(SOON, () -> append(List.of(resources.getFirst()), 3, 3));
    Eventually.within(SOON, () -> append(List.of(resources.getLast()), 3, 3));
    for (TypeId resource : resources) {
      Eventually.within(SOON, () -> holdsExactly(resource, 3));
    }
  }

  @Test
  void tellsHowFarAFollowerOfItsChangesIsBehindThoughItIsNotThere() throws Throwable {
    ConsumerConfiguration gone =
        ConsumerConfiguration.builder()
            .durable("frozen-follower")
            .filterSubject("changes.instance.>")
            .deliverPolicy(DeliverPolicy.New)
            .build();
    connection.jetStreamManagement().addOrUpdateConsumer("CHANGES_INSTANCE", gone);
    Replica relaying = replica(RelayProbe.NONE);
    append(instances(7), 1, 1);
    Eventually.within(SOON, () -> assertThat(lag(relaying)).isEqualTo(7));
    connection.jetStreamManagement().deleteConsumer("CHANGES_INSTANCE", "frozen-follower");
    Eventually.within(SOON, () -> assertThat(lag(relaying)).isNaN());
  }

  private static double lag(Replica replica) {
    Gauge gauge = replica.registry.find("consumer_lag").tag("consumer", "frozen-follower").gauge();
    return gauge == null ? Double.NaN : gauge.value();
  }

  @Test
  void whoIsSilentInATransactionLosesItAndIsToldThatTheDatabaseWasAway() {
    assertThatThrownBy(() ->
            database
                .own()
                .inTransaction(tx -> {
                  tx.execute(Sql.of("set local idle_in_transaction_session_timeout = '100ms'"));
                  LockSupport.parkNanos(Duration.ofMillis(600).toNanos());
                  return tx.rows(Sql.of("select 1"));
                }))
        .isInstanceOf(DatabaseUnavailable.class);
  }

  @Test
  void refusesASecondEventForOneVersion() {
    List<TypeId> resource = instances(1);
    append(resource, 1, 1);
    assertThatThrownBy(() -> append(resource, 1, 1))
        .isInstanceOfSatisfying(
            ConstraintViolated.class,
            violated -> assertThat(violated.constraint()).isEqualTo("outbox_resource_version"));
  }

  @Test
  void whatATransactionAppendsIsWrittenTogetherAndInItsOrder() {
    TypeId resource = instances(1).getFirst();
    TypeId order = TypeId.generate("order");
    try (SqlStatements statements = SqlStatements.record()) {
      database
          .own()
          .inTransaction(tx -> {
            for (long version = 1; version <= 600; version++) {
              outbox.append(tx, change(resource, version));
              if (version % 300 == 0) {
                // The second is the same message again.
                outbox.append(tx, OutgoingMessage.of("work." + order, order + "", Map.of()));
              }
            }
            return null;
          });

      assertThat(statements.about("insert into outbox")).hasSize(2);
    }
    List<Object[]> written =
        database
            .own()
            .read(tx ->
                tx.rows(
                    Sql.of(
                            """
                            select coalesce(cast(resource_version as text), message_id) from outbox
                            where resource = :resource or message_id = :order
                            order by id
                            """)
                        .with("resource", resource.toString())
                        .with("order", order.toString())));
    List<String> appended =
        new ArrayList<>(LongStream.rangeClosed(1, 600).mapToObj(Long::toString).toList());
    appended.add(300, order.toString());
    assertThat(written.stream().map(row -> row[0]).toList()).isEqualTo(appended);
  }

  @Test
  void refusesAMessageWithControlCharacters() {
    assertThatThrownBy(() -> OutgoingMessage.of("work.a", "two\u001fids", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two");
  }

  @Test
  void aRolledBackTransactionLeavesNoEvent() throws Throwable {
    TypeId resource = instances(1).getFirst();
    assertThatThrownBy(() ->
            database
                .own()
                .inTransaction(tx -> {
                  outbox.append(tx, change(resource, 1));
                  throw new IllegalArgumentException("no");
                }))
        .hasMessage("no");
    append(List.of(resource), 1, 1);
    replica(RelayProbe.NONE);
    Eventually.within(SOON, () -> holdsExactly(resource, 1));
  }

  @Test
  void purgesOnlyWhatWasPublishedLongAgo() throws Throwable {
    List<TypeId> resource = instances(1);
    append(resource, 1, 3);
    database
        .own()
        .inTransaction(tx ->
            tx.execute(
                Sql.of(
                    "update outbox set published_at = now() - interval '8 days' where resource_version"
                        + " = 1")));
    database
        .own()
        .inTransaction(tx ->
            tx.execute(
                Sql.of("update outbox set published_at = now() where resource_version = 2")));
    assertThat(new OutboxRows(database.own()).purge(Duration.ofDays(7), 10)).isEqualTo(1);
    assertThat(pending()).isEqualTo(1);
  }

  private RelayProbe gateAt(Point point, Replica.Gate gate) {
    AtomicInteger published = new AtomicInteger();
    return new RelayProbe() {
      @Override
      public void beforePublish(OutboxRow row) {
        if (point == Point.BEFORE_PUBLISH && published.get() >= 4) {
          gate.pass();
        }
      }

      @Override
      public void afterPublish(OutboxRow row) {
        if (published.incrementAndGet() >= 4 && point == Point.AFTER_PUBLISH) {
          gate.pass();
        }
      }

      @Override
      public void beforeMark() {
        if (point == Point.BEFORE_MARK) {
          gate.pass();
        }
      }
    };
  }

  private void holdsExactly(TypeId resource, long versions) throws Exception {
    assertThat(stream.versionsOf(resource))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, versions).boxed().toList());
  }

  private Replica replica(RelayProbe probe) {
    Replica replica = Replica.relaying("replica-" + replicas.size(), database, natsSettings, probe);
    replicas.add(replica);
    return replica;
  }

  private void append(List<TypeId> resources, long from, long to) {
    for (long version = from; version <= to; version++) {
      for (TypeId resource : resources) {
        long now = version;
        database.own().inTransaction(tx -> outbox.append(tx, change(resource, now)));
      }
    }
  }

  /// Larger than NATS takes.
  private void appendOneThatIsRefused(TypeId resource) {
    database
        .own()
        .inTransaction(tx ->
            outbox.append(
                tx,
                Change.created("instance", resource, 1, Map.of("name", "x".repeat(2_000_000)))));
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
