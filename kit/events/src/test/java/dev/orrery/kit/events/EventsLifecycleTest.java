package dev.orrery.kit.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.kit.testing.PostgresForTests;
import io.nats.client.Connection;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.Test;

/// A whole service: outbox, relay, stream, consumer and handler, as beans.
@QuarkusTest
@WithServers
@TestProfile(EventsLifecycleTest.Running.class)
class EventsLifecycleTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  public static final class Running implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "orrery.events.enabled",
          "true",
          "orrery.events.lease",
          "1S",
          "orrery.events.watchdog",
          "1S");
    }
  }

  record Image(String name) {}

  @Singleton
  static class RememberOnImageCreated implements EventHandler<Image> {
    final List<ChangeEvent<Image>> seen = new CopyOnWriteArrayList<>();

    @Override
    public String consumer() {
      return "test-remember-images";
    }

    @Override
    public Set<String> events() {
      return Set.of("image.created");
    }

    @Override
    public Class<Image> snapshot() {
      return Image.class;
    }

    @Override
    public Verdict handle(ChangeEvent<Image> event, Transaction transaction) {
      seen.add(event);
      return new Verdict.Done();
    }
  }

  @Inject Database database;
  @Inject Outbox outbox;
  @Inject RememberOnImageCreated handler;
  @Inject @Readiness EventsReadiness readiness;
  @Inject EventMetrics metrics;
  NatsForTests nats;
  PostgresForTests postgres;

  @Test
  void anEventTravelsFromATransactionToAHandlerWithItsTrace() throws Throwable {
    Traceparent trace = Traceparent.start();
    TypeId image = TypeId.generate("img");
    Trace.run(trace, () -> append(image, 1));
    Eventually.within(SOON, () -> assertThat(seen(image)).hasSize(1));
    assertThat(seen(image).getFirst().trace().traceId()).isEqualTo(trace.traceId());
    assertThat(seen(image).getFirst().snapshot()).isEqualTo(new Image("debian"));
    assertThat(seen(image).getFirst().source()).isEqualTo("/events-test");
  }

  @Test
  void staysReadyWithoutNatsAndSaysSo() throws Throwable {
    Eventually.within(SOON, () -> assertThat(data("sync")).isEqualTo("always"));
    Eventually.within(SOON, () -> assertThat(data("nats")).isEqualTo("connected"));
    nats.kill();
    try {
      Eventually.within(SOON, () -> assertThat(data("nats").toString()).contains("away"));
      assertThat(readiness.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
      append(TypeId.generate("img"), 1);
      Eventually.within(SOON, () -> assertThat(metrics.pending()).isEqualTo(1));
      Eventually.within(SOON, () -> assertThat(metrics.oldestSeconds()).isPositive());
    } finally {
      nats.restart();
    }
    Eventually.within(SOON, () -> assertThat(metrics.pending()).isZero());
  }

  @Test
  void isNotReadyWhileNatsIsThereAndDoesNothing() throws Throwable {
    Eventually.within(SOON, () -> assertThat(data("nats")).isEqualTo("connected"));
    nats.freeze();
    try {
      Eventually.within(
          Duration.ofSeconds(20), () -> assertThat(data("nats").toString()).startsWith("wedged"));
      assertThat(readiness.call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
      assertThat(metrics.wedged()).isEqualTo(1);
      append(TypeId.generate("img"), 1);
    } finally {
      nats.thaw();
    }
    Eventually.within(SOON, () -> assertThat(data("nats")).isEqualTo("connected"));
    Eventually.within(
        SOON,
        () -> assertThat(readiness.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP));
    Eventually.within(SOON, () -> assertThat(metrics.pending()).isZero());
  }

  @Test
  void replaysToOneConsumerOnceMoreAndToEverybodyWithoutEffect() throws Throwable {
    TypeId image = TypeId.generate("img");
    append(image, 1);
    Eventually.within(SOON, () -> assertThat(seen(image)).hasSize(1));
    try (java.sql.Connection jdbc = postgres.connect("instance");
        Connection connection = nats.connect()) {
      OutboxReplay replay = new OutboxReplay(jdbc, connection.jetStream());
      String resource = image.toString();
      Eventually.within(
          SOON,
          () ->
              assertThat(
                      replay.replay(
                          new OutboxReplay.Selection(resource, null, null, null, null, false),
                          _ -> {}))
                  .isEqualTo(1));
      assertThat(
              replay.replay(
                  new OutboxReplay.Selection(
                      resource, "image", null, null, handler.consumer(), true),
                  _ -> {}))
          .isEqualTo(1);
      Eventually.within(SOON, () -> assertThat(seen(image)).hasSize(2));
      assertThat(
              replay.replay(
                  new OutboxReplay.Selection(null, "instance", null, null, null, false), _ -> {}))
          .isZero();
      assertThat(new Stream(connection, "CHANGES_INSTANCE").versionsOf(image)).hasSize(3);
    }
    TypeId next = TypeId.generate("img");
    append(next, 1);
    Eventually.within(SOON, () -> assertThat(seen(next)).hasSize(1));
    assertThat(seen(image)).hasSize(2);
  }

  private List<ChangeEvent<Image>> seen(TypeId image) {
    return handler.seen.stream().filter(event -> event.resource().equals(image)).toList();
  }

  private Object data(String name) {
    return readiness.call().getData().orElseThrow().get(name);
  }

  private void append(TypeId image, long version) {
    database
        .own()
        .inTransaction(tx ->
            outbox.append(tx, Change.created("image", image, version, Map.of("name", "debian"))));
  }
}
