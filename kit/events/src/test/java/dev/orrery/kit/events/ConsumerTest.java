package dev.orrery.kit.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.NatsForTests;
import io.micrometer.core.instrument.Gauge;
import io.nats.client.Connection;
import io.nats.client.FetchConsumeOptions;
import io.nats.client.FetchConsumer;
import io.nats.client.Message;
import io.nats.client.impl.NatsMessage;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@WithServers
class ConsumerTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Set<String> INSTANCES = Set.of("instance.created", "instance.updated");
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @Inject Database database;
  @Inject NatsSettings natsSettings;
  NatsForTests nats;

  private final List<Replica> replicas = new ArrayList<>();
  private final String consumer = "test-consumer-" + NUMBER.incrementAndGet();
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
    for (String stream : connection.jetStreamManagement().getStreamNames()) {
      for (String name : connection.jetStreamManagement().getConsumerNames(stream)) {
        connection.jetStreamManagement().deleteConsumer(stream, name);
      }
    }
    connection.close();
  }

  @Test
  void handlesTheVersionsOfEachResourceInOrder() throws Throwable {
    List<TypeId> resources = instances(10);
    for (long version = 1; version <= 10; version++) {
      for (TypeId resource : resources) {
        publish(resource, version);
      }
    }
    consume(done());
    for (TypeId resource : resources) {
      Eventually.within(SOON, () -> hasEffectsExactly(resource, 1, 10));
    }
  }

  @Test
  void anEventThatComesTwiceHasOneEffect() throws Throwable {
    TypeId resource = instances(1).getFirst();
    String event = event(resource, 1);
    send(resource, event, "first", Map.of());
    send(resource, event, "again", Map.of());
    publish(resource, 2);
    Recording handler = done();
    Replica replica = consume(handler);
    Eventually.within(SOON, () -> hasEffectsExactly(resource, 1, 2));
    Eventually.within(SOON, () -> assertThat(replica.handled(consumer, "done")).isEqualTo(3));
    assertThat(handler.attempts).hasSize(2);
  }

  @Test
  void whatIsAheadOfThePolicyWaitsForItAndKeepsNobodyElseWaiting() throws Throwable {
    TypeId ahead = instances(1).getFirst();
    send(ahead, event(ahead, 1, Traceparent.start(), 7), "ahead", Map.of());
    List<TypeId> others = instances(40);
    for (TypeId other : others) {
      send(other, event(other, 1, Traceparent.start(), 6), other + "", Map.of());
    }
    Recording handler = done();
    handler.policy = 6;
    Replica replica = consume(handler);
    for (TypeId other : others) {
      Eventually.within(SOON, () -> hasEffectsExactly(other, 1, 1));
    }
    Eventually.within(SOON, () -> assertThat(replica.handled(consumer, "retry")).isGreaterThan(1));
    assertThat(effects(ahead)).isEmpty();

    handler.policy = 7;

    Eventually.within(SOON, () -> hasEffectsExactly(ahead, 1, 1));
    assertThat(handler.attempts.getLast().policyRevision()).isEqualTo(7);
    assertThat(handler.policies.getLast()).isEqualTo(7);
    assertThat(replica.handled(consumer, "failed")).isZero();
  }

  @Test
  void anEffectIsNotRepeatedWhenNatsDiesBeforeTheAcknowledgement() throws Throwable {
    TypeId resource = instances(1).getFirst();
    publish(resource, 1);
    publish(resource, 2);
    AtomicInteger calls = new AtomicInteger();
    consume(
        recording(
            INSTANCES,
            (_, _) -> {
              if (calls.incrementAndGet() == 1) {
                nats.kill();
              }
              return new Verdict.Done();
            }));
    Eventually.within(SOON, () -> assertThat(effects(resource)).contains(1L));
    nats.restart();
    Eventually.within(SOON, () -> hasEffectsExactly(resource, 1, 2));
    Eventually.within(SOON, () -> assertThat(unfinished()).isZero());
    assertThat(calls.get()).isEqualTo(2);
  }

  @Test
  void aFailedEventIsRolledBackAndHoldsBackOnlyItsOwnResource() throws Throwable {
    TypeId failing = instances(1).getFirst();
    TypeId neighbour = instances(1).getFirst();
    AtomicInteger failures = new AtomicInteger();
    publish(failing, 1);
    publish(failing, 2);
    publish(neighbour, 1);
    Recording handler =
        recording(
            INSTANCES,
            (event, _) -> {
              if (event.resource().equals(failing)
                  && event.version() == 1
                  && failures.incrementAndGet() <= 3) {
                throw new IllegalStateException("not today");
              }
              return new Verdict.Done();
            });
    consume(handler);
    Eventually.within(SOON, () -> hasEffectsExactly(failing, 1, 2));
    hasEffectsExactly(neighbour, 1, 1);
    assertThat(handler.attempts.stream().map(ChangeEvent::resource).toList().indexOf(neighbour))
        .isLessThan(4);
  }

  static List<Throwable> failures() {
    return List.of(
        new IllegalStateException("cannot digest this"),
        new StackOverflowError("cannot digest this"));
  }

  private static Verdict fail(Throwable failure) {
    switch (failure) {
      case RuntimeException exception -> throw exception;
      case Error error -> throw error;
      default -> throw new IllegalArgumentException(failure);
    }
  }

  @ParameterizedTest
  @MethodSource("failures")
  void theFifthFailureParksAMessageWithReasonAndTraceWhileItsNeighboursFlow(Throwable failure)
      throws Throwable {
    List<TypeId> resources = instances(100);
    TypeId poison = resources.get(37);
    resources.forEach(resource -> publish(resource, 1));
    publish(poison, 2);
    Set<TypeId> cured = ConcurrentHashMap.newKeySet();
    AtomicInteger attempts = new AtomicInteger();
    Replica replica =
        consume(
            recording(
                INSTANCES,
                (event, _) -> {
                  if (event.resource().equals(poison)
                      && event.version() == 1
                      && !cured.contains(poison)) {
                    attempts.incrementAndGet();
                    return fail(failure);
                  }
                  return new Verdict.Done();
                }));
    Eventually.within(SOON, () -> assertThat(effectCount()).isEqualTo(100));
    Eventually.within(SOON, () -> assertThat(effects(poison)).containsExactly(2L));
    assertThat(attempts.get()).isEqualTo(5);

    DeadLetters deadLetters = new DeadLetters(connection);
    List<DeadLetters.Parked> parked = deadLetters.list(consumer);
    assertThat(parked).hasSize(1);
    DeadLetter letter = parked.getFirst().letter();
    assertThat(letter.reason())
        .isEqualTo("%s: cannot digest this", failure.getClass().getSimpleName());
    assertThat(letter.failures()).isEqualTo(5);
    assertThat(letter.traceId()).matches("[0-9a-f]{32}");
    assertThat(letter.subject()).endsWith(poison.toString());
    Eventually.within(SOON, () -> assertThat(unfinished()).isZero());
    assertThat(replica.registry.counter("deadletter_total", "consumer", consumer).count())
        .isEqualTo(1);

    cured.add(poison);
    deadLetters.redrive(parked.getFirst());
    Eventually.within(SOON, () -> assertThat(effects(poison)).containsExactly(2L, 1L));
    assertThat(deadLetters.list(consumer)).isEmpty();
  }

  @Test
  void whatWaitsTogetherSharesTransactions() throws Throwable {
    List<TypeId> resources = instances(64);
    resources.forEach(resource -> publish(resource, 1));
    Set<String> transactions = java.util.concurrent.ConcurrentHashMap.newKeySet();
    consume(
        recording(
            INSTANCES,
            (_, transaction) -> {
              transactions.add(
                  String.valueOf(
                      transaction.rows(Sql.of("select cast(pg_current_xact_id() as text)"))
                          .getFirst()[0]));
              return new Verdict.Done();
            }));
    Eventually.within(SOON, () -> assertThat(effectCount()).isEqualTo(64));
    assertThat(transactions).hasSizeLessThan(48);
    Eventually.within(SOON, () -> assertThat(unfinished()).isZero());
  }

  @Test
  void aRejectedMessageIsParkedAtOnceAndNeverTriedAgain() throws Throwable {
    TypeId resource = instances(1).getFirst();
    publish(resource, 1);
    publish(resource, 2);
    Recording handler =
        recording(
            INSTANCES,
            (event, _) ->
                event.version() == 1 ? new Verdict.Reject("makes no sense") : new Verdict.Done());
    consume(handler);
    Eventually.within(SOON, () -> hasEffectsExactly(resource, 2, 2));
    assertThat(new DeadLetters(connection).list(consumer))
        .singleElement()
        .satisfies(parked -> assertThat(parked.letter().reason()).isEqualTo("makes no sense"));
    Thread.sleep(2000);
    assertThat(handler.attempts).hasSize(2);
  }

  @Test
  void anUnreadableMessageIsParked() throws Throwable {
    TypeId resource = instances(1).getFirst();
    send(resource, "{ no json", "broken", Map.of());
    publish(resource, 2);
    consume(done());
    Eventually.within(SOON, () -> hasEffectsExactly(resource, 2, 2));
    assertThat(new DeadLetters(connection).list(consumer)).hasSize(1);
  }

  @Test
  void aRetryComesBackLaterAndTheSameResourceWaitsForIt() throws Throwable {
    TypeId resource = instances(1).getFirst();
    publish(resource, 1);
    publish(resource, 2);
    publish(resource, 3);
    AtomicInteger asked = new AtomicInteger();
    consume(
        recording(
            INSTANCES,
            (event, _) ->
                event.version() == 1 && asked.incrementAndGet() <= 8
                    ? new Verdict.Retry(Duration.ofMillis(100))
                    : new Verdict.Done()));
    Eventually.within(SOON, () -> hasEffectsExactly(resource, 1, 3));
    assertThat(asked.get()).isEqualTo(9);
    assertThat(new DeadLetters(connection).list(consumer)).isEmpty();
  }

  @Test
  void unknownTypesAreAcknowledgedAndCounted() throws Throwable {
    TypeId resource = instances(1).getFirst();
    send(resource, event(resource, 1).replace("created.v1", "created.v9"), "v9", Map.of());
    Replica replica = consume(done());
    Eventually.within(SOON, () -> assertThat(replica.handled(consumer, "unknown")).isEqualTo(1));
    Eventually.within(SOON, () -> assertThat(unfinished()).isZero());
    assertThat(effects(resource)).isEmpty();
  }

  @Test
  void whatDoesNotConcernItsHandlerIsCountedAndLeavesNothing() throws Throwable {
    List<TypeId> resources = instances(40);
    for (TypeId resource : resources) {
      publish(resource, 1);
      publish(resource, 2);
    }
    Recording handler = done();
    handler.concern = event -> event.version() == 2;

    Replica replica = consume(handler);

    for (TypeId resource : resources) {
      Eventually.within(SOON, () -> hasEffectsExactly(resource, 2, 2));
    }
    Eventually.within(
        SOON, () -> assertThat(replica.handled(consumer, "unconcerned")).isEqualTo(40));
    Eventually.within(SOON, () -> assertThat(unfinished()).isZero());
    assertThat(inboxCount()).isEqualTo(40);
  }

  @Test
  void anUpdateThatChangesNothingItsHandlerReadsIsPassedOverUnlessItIsReplayed() throws Throwable {
    TypeId resource = instances(1).getFirst();
    publish(resource, 1);
    publish(resource, 2);
    Recording handler = done();
    handler.newsOnly = true;
    Replica replica = consume(handler);
    Eventually.within(
        SOON, () -> assertThat(replica.handled(consumer, "unconcerned")).isEqualTo(1));
    assertThat(effects(resource)).containsExactly(1L);

    send(resource, event(resource, 2), "again", Map.of(Headers.REPLAY, "second"));

    Eventually.within(SOON, () -> hasEffectsExactly(resource, 1, 2));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aHandlerThatStumblesOverTheQuestionFailsAsOverTheWork(Throwable failure) throws Throwable {
    TypeId resource = instances(1).getFirst();
    publish(resource, 1);
    publish(resource, 2);
    Recording handler = done();
    handler.concern =
        event -> {
          if (event.version() == 1) {
            var _ = fail(failure);
          }
          return true;
        };

    consume(handler);

    Eventually.within(SOON, () -> hasEffectsExactly(resource, 2, 2));
    assertThat(new DeadLetters(connection).list(consumer))
        .singleElement()
        .satisfies(parked -> assertThat(parked.letter().reason()).contains("cannot digest"));
  }

  @Test
  void anotherReplicaGoesOnInOrderWhereAKilledOneStopped() throws Throwable {
    List<TypeId> resources = instances(20);
    for (long version = 1; version <= 5; version++) {
      for (TypeId resource : resources) {
        publish(resource, version);
      }
    }
    Replica.Gate gate = new Replica.Gate();
    AtomicInteger count = new AtomicInteger();
    Replica killed =
        consume(
            recording(
                INSTANCES,
                (_, _) -> {
                  if (count.incrementAndGet() > 30) {
                    gate.pass();
                  }
                  return new Verdict.Done();
                }));
    gate.awaitReached();
    killed.stopRenewing();
    consume(done());
    for (TypeId resource : resources) {
      publish(resource, 6);
    }
    // The transactions at the gate hold their inbox rows, as a hanging process would.
    Thread.sleep(1500);
    gate.release();
    for (TypeId resource : resources) {
      Eventually.within(SOON, () -> hasEffectsExactly(resource, 1, 6));
    }
  }

  @Test
  void aDeliveryThatGotLostOnItsWayIsNotOvertaken() throws Throwable {
    TypeId resource = instances(1).getFirst();
    publish(resource, 1);
    consume(done());
    Eventually.within(SOON, () -> hasEffectsExactly(resource, 1, 1));
    long version = 1;
    try (FetchConsumer thief =
        connection
            .getConsumerContext("CHANGES_INSTANCE", consumer)
            .fetch(FetchConsumeOptions.builder().maxMessages(1).expiresIn(20_000).build())) {
      FutureTask<Message> stolen = new FutureTask<>(thief::nextMessage);
      Thread.ofVirtual().start(stolen);
      while (!stolen.isDone()) {
        publish(resource, ++version);
        Thread.sleep(20);
      }
      assertThat(stolen.get()).isNotNull();
    }
    for (int more = 0; more < 5; more++) {
      publish(resource, ++version);
    }
    long last = version;
    Eventually.within(SOON, () -> hasEffectsExactly(resource, 1, last));
  }

  @Test
  void theTraceOfTheEventIsTheTraceOfTheHandler() throws Throwable {
    TypeId resource = instances(1).getFirst();
    Traceparent trace = Traceparent.start();
    send(resource, event(resource, 1, trace), "traced", Map.of());
    Recording handler = done();
    consume(handler);
    Eventually.within(SOON, () -> assertThat(handler.traces).hasSize(1));
    assertThat(handler.traces.getFirst().traceId()).isEqualTo(trace.traceId());
    assertThat(handler.traces.getFirst().spanId()).isNotEqualTo(trace.spanId());
  }

  @Test
  void aMessageForAnotherConsumerIsLeftAlone() throws Throwable {
    TypeId resource = instances(1).getFirst();
    send(resource, event(resource, 1), "other", Map.of(Headers.ONLY, "somebody-else"));
    send(resource, event(resource, 2), "mine", Map.of(Headers.ONLY, consumer));
    consume(done());
    Eventually.within(SOON, () -> hasEffectsExactly(resource, 2, 2));
  }

  @Test
  void theLagIsWhatTheStreamHoldsAndTheConsumerHasNotFinished() throws Throwable {
    List<TypeId> resources = instances(12);
    resources.forEach(resource -> publish(resource, 1));
    Replica.Gate gate = new Replica.Gate();
    Replica replica =
        consume(
            recording(
                INSTANCES,
                (_, _) -> {
                  gate.pass();
                  return new Verdict.Done();
                }));
    Eventually.within(SOON, () -> assertThat(lag(replica)).isEqualTo(12));
    gate.release();
    Eventually.within(SOON, () -> assertThat(lag(replica)).isZero());
  }

  private double lag(Replica replica) {
    Gauge gauge = replica.registry.find("consumer_lag").tag("consumer", consumer).gauge();
    return gauge == null ? -1 : gauge.value();
  }

  record Report(String outcome, Instant at) {}

  @Test
  void messagesThatAreNoEventsAreHandledOnceByTheirMessageId() throws Throwable {
    TypeId resource = instances(1).getFirst();
    List<Received<Report>> reports = new CopyOnWriteArrayList<>();
    List<Long> policies = new CopyOnWriteArrayList<>();
    MessageHandler<Report> handler =
        new MessageHandler<>() {
          @Override
          public String consumer() {
            return consumer;
          }

          @Override
          public String stream() {
            return "REPORTS";
          }

          @Override
          public Set<String> subjects() {
            return Set.of("reports.*.compute.>");
          }

          @Override
          public Class<Report> body() {
            return Report.class;
          }

          @Override
          public Verdict handle(Received<Report> message, Transaction transaction) {
            policies.add(PolicyRevision.current());
            reports.add(message);
            return new Verdict.Done();
          }
        };
    String subject = "reports.simulator.compute." + resource;
    byte[] body =
        "{\"outcome\":\"ready\",\"at\":\"2026-01-01T00:00:00Z\",\"more\":1}"
            .getBytes(StandardCharsets.UTF_8);
    // A provider could make others wait for a policy that never comes.
    connection
        .jetStream()
        .publish(
            NatsMessage.builder()
                .subject(subject)
                .headers(new io.nats.client.impl.Headers().add(Headers.POLICY_REVISION, "99"))
                .data(body)
                .build());
    connection.jetStream().publish("reports.simulator.network." + resource, body);
    consume(handler);
    Eventually.within(SOON, () -> assertThat(reports).hasSize(1));
    Received<Report> report = reports.getFirst();
    assertThat(report.body()).isEqualTo(new Report("ready", Instant.parse("2026-01-01T00:00:00Z")));
    assertThat(report.token(1)).isEqualTo("simulator");
    assertThat(report.id()).startsWith("REPORTS:");
    assertThat(policies).containsExactly(0L);
  }

  private Recording done() {
    return recording(INSTANCES, (_, _) -> new Verdict.Done());
  }

  private Recording recording(
      Set<String> events,
      java.util.function.BiFunction<ChangeEvent<Recording.View>, Transaction, Verdict> answer) {
    return new Recording(consumer, events, answer);
  }

  private Replica consume(Handler handler) {
    Replica replica =
        Replica.consuming("replica-" + replicas.size(), database, natsSettings, handler);
    replicas.add(replica);
    return replica;
  }

  private void publish(TypeId resource, long version) {
    try {
      send(resource, event(resource, version), resource + ":" + version, Map.of());
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private void send(TypeId resource, String body, String id, Map<String, String> more)
      throws Exception {
    Publishing.publish(
        connection.jetStream(),
        Subjects.ofChange("instance", "created", null, resource.toString()),
        consumer + id,
        more,
        body,
        Duration.ofSeconds(5));
  }

  private static String event(TypeId resource, long version) {
    return event(resource, version, Traceparent.start());
  }

  private static String event(TypeId resource, long version, Traceparent trace) {
    return event(resource, version, trace, 0);
  }

  private static String event(
      TypeId resource, long version, Traceparent trace, long policyRevision) {
    Map<String, String> snapshot = Map.of("name", "a");
    Change change =
        version == 1
            ? Change.created("instance", resource, version, snapshot)
            : Change.updated("instance", resource, version, snapshot, snapshot);
    return Envelope.write(
            change, TypeId.generate("evt"), "/test", Instant.now(), trace, policyRevision)
        .toString();
  }

  private void hasEffectsExactly(TypeId resource, long from, long to) {
    assertThat(effects(resource))
        .containsExactlyElementsOf(LongStream.rangeClosed(from, to).boxed().toList());
  }

  private List<Long> effects(TypeId resource) {
    return database
        .own()
        .read(tx ->
            tx
                .rows(
                    Sql.of(
                            """
                            select version from effect
                            where consumer = :consumer and resource = :resource order by place
                            """)
                        .with("consumer", consumer)
                        .with("resource", resource.toString()))
                .stream()
                .map(row -> ((Number) row[0]).longValue())
                .toList());
  }

  private long effectCount() {
    return countIn("effect");
  }

  private long inboxCount() {
    return countIn("inbox");
  }

  private long countIn(String table) {
    return database
        .own()
        .read(tx ->
            ((Number)
                    tx.rows(
                            Sql.of("select count(*) from " + table + " where consumer = :consumer")
                                .with("consumer", consumer))
                        .getFirst()[0])
                .longValue());
  }

  private long unfinished() throws Exception {
    var info = connection.jetStreamManagement().getConsumerInfo("CHANGES_INSTANCE", consumer);
    return info.getNumPending() + info.getNumAckPending();
  }

  private static List<TypeId> instances(int count) {
    return IntStream.range(0, count).mapToObj(_ -> TypeId.generate("inst")).toList();
  }
}
