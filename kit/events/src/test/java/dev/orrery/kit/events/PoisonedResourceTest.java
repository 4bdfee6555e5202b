package dev.orrery.kit.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.NatsForTests;
import io.nats.client.Connection;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// However long one resource has to wait, and however much is said about it meanwhile: no other one
/// waits for it, and nothing of it is lost, doubled or out of order.
@QuarkusTest
@WithServers
class PoisonedResourceTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int ROOM = 8;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @Inject Database database;
  @Inject NatsSettings natsSettings;
  NatsForTests nats;

  private final List<Replica> replicas = new ArrayList<>();
  private final String consumer = "test-poisoned-" + NUMBER.incrementAndGet();
  private final TypeId poisoned = TypeId.generate("inst");
  private final TypeId neighbour = TypeId.generate("inst");
  private final AtomicBoolean healed = new AtomicBoolean();
  private Connection connection;

  @BeforeEach
  void connect() throws Exception {
    connection = nats.connect();
    connection.jetStreamManagement().purgeStream("CHANGES_INSTANCE");
    database.own().inTransaction(tx -> tx.execute(Sql.of("delete from event_lease")));
  }

  @AfterEach
  void close() throws Exception {
    for (Replica replica : replicas) {
      replica.close();
    }
    connection.jetStreamManagement().deleteConsumer("CHANGES_INSTANCE", consumer);
    connection.close();
  }

  @Test
  void takesNoRoomFromItsNeighbours() throws Throwable {
    consume(this::notYet);
    publish(poisoned, 1, 3 * ROOM);
    Eventually.within(SOON, () -> assertThat(deferred()).isEqualTo(3 * ROOM));
    publish(neighbour, 1, 3 * ROOM);
    Eventually.within(SOON, () -> hasEffectsExactly(neighbour, 3 * ROOM));
    assertThat(effects(poisoned)).isEmpty();
    healed.set(true);
    publish(poisoned, 3 * ROOM + 1, 3 * ROOM + 2);
    Eventually.within(SOON, () -> hasEffectsExactly(poisoned, 3 * ROOM + 2));
    Eventually.within(SOON, () -> assertThat(deferred() + unfinished()).isZero());
  }

  @Test
  void isTakenUpInOrderByTheNextOwner() throws Throwable {
    Replica first = consume(this::notYet);
    publish(poisoned, 1, 2 * ROOM);
    Eventually.within(SOON, () -> assertThat(deferred()).isEqualTo(2 * ROOM));
    first.stopRenewing();
    publish(poisoned, 2 * ROOM + 1, 3 * ROOM);
    healed.set(true);
    consume(this::notYet);
    Eventually.within(SOON, () -> hasEffectsExactly(poisoned, 3 * ROOM));
    Eventually.within(SOON, () -> assertThat(deferred() + unfinished()).isZero());
  }

  @Test
  void goesOnWithWhatFollowsAMessageThatIsParked() throws Throwable {
    consume((event, _) -> {
      if (event.resource().equals(poisoned) && event.version() % 3 == 1) {
        throw new IllegalStateException("cannot digest this\0");
      }
      return new Verdict.Done();
    });
    publish(poisoned, 1, 6);
    Eventually.within(SOON, () -> assertThat(effects(poisoned)).containsExactly(2L, 3L, 5L, 6L));
    assertThat(new DeadLetters(connection).list(consumer))
        .extracting(parked -> parked.letter().failures())
        .containsExactly(5, 5);
    Eventually.within(SOON, () -> assertThat(deferred() + unfinished()).isZero());
  }

  @Test
  void bringsBackWhatCannotBeReadOnceItsTurnHasCome() throws Throwable {
    consume(this::notYet);
    publish(poisoned, 1, 1);
    send(poisoned, "{ no \0 json", "broken");
    publish(poisoned, 2, 2);
    Eventually.within(SOON, () -> assertThat(deferred()).isEqualTo(3));
    healed.set(true);
    Eventually.within(SOON, () -> hasEffectsExactly(poisoned, 2));
    assertThat(new DeadLetters(connection).list(consumer))
        .extracting(parked -> parked.letter().body())
        .containsExactly("{ no \0 json");
  }

  @Test
  void mayBeHandledAfterItWaitedOnlyByWhoOwnsTheConsumer() throws Throwable {
    consume(this::notYet);
    publish(poisoned, 1, 2);
    Eventually.within(SOON, () -> assertThat(deferred()).isEqualTo(2));
    // Somebody else has the consumer, though this process has not heard so.
    database
        .own()
        .inTransaction(
            tx -> tx.execute(Sql.of("update event_lease set epoch = epoch + 1, holder = 'other'")));
    publish(poisoned, 3, 3);
    Thread.sleep(500);
    assertThat(deferred()).isEqualTo(2);
    database
        .own()
        .inTransaction(tx -> tx.execute(Sql.of("update event_lease set expires_at = now()")));
    healed.set(true);
    Eventually.within(SOON, () -> hasEffectsExactly(poisoned, 3));
  }

  private Verdict notYet(ChangeEvent<Recording.View> event, Transaction transaction) {
    return event.resource().equals(poisoned) && !healed.get()
        ? new Verdict.Retry(Duration.ofMillis(200))
        : new Verdict.Done();
  }

  private Replica consume(BiFunction<ChangeEvent<Recording.View>, Transaction, Verdict> answer) {
    Replica replica =
        Replica.consuming(
            "replica-" + replicas.size(),
            database,
            natsSettings,
            TestSettings.withRoomFor(ROOM),
            new Recording(consumer, Set.of("instance.created", "instance.updated"), answer));
    replicas.add(replica);
    return replica;
  }

  private void publish(TypeId resource, long from, long to) throws Exception {
    Map<String, String> snapshot = Map.of("name", "a");
    for (long version = from; version <= to; version++) {
      Change change =
          version == 1
              ? Change.created("instance", resource, version, snapshot)
              : Change.updated("instance", resource, version, snapshot, snapshot);
      send(
          resource,
          Envelope.write(
                  change, TypeId.generate("evt"), "/test", Instant.now(), Traceparent.start(), 0)
              .toString(),
          String.valueOf(version));
    }
  }

  private void send(TypeId resource, String body, String id) throws Exception {
    Publishing.publish(
        connection.jetStream(),
        Subjects.ofChange("instance", "created", null, resource.toString()),
        consumer + resource + id,
        Map.of(),
        body,
        Duration.ofSeconds(5));
  }

  private void hasEffectsExactly(TypeId resource, long versions) {
    assertThat(effects(resource))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, versions).boxed().toList());
  }

  private List<Long> effects(TypeId resource) {
    return database
        .own()
        .read(tx ->
            tx
                .rows(
                    Sql.of("select version from effect where resource = :resource order by place")
                        .with("resource", resource.toString()))
                .stream()
                .map(row -> ((Number) row[0]).longValue())
                .toList());
  }

  private long deferred() {
    return WaitingRoom.counts(database.own())
        .getOrDefault(new Lags.Place(consumer, "CHANGES_INSTANCE"), 0L);
  }

  private long unfinished() throws Exception {
    var info = connection.jetStreamManagement().getConsumerInfo("CHANGES_INSTANCE", consumer);
    return info.getNumPending() + info.getNumAckPending();
  }
}
