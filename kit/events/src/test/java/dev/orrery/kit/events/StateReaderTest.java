package dev.orrery.kit.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.testing.NatsForTests;
import io.nats.client.Connection;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithServers
class StateReaderTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  record Fact(String name) {}

  /// Remembers all it hears, and chokes on a fact of that name.
  static final class Picture implements StateFollower<Fact> {
    final Map<String, String> known = new ConcurrentHashMap<>();
    final AtomicLong completions = new AtomicLong();

    @Override
    public String stream() {
      return "POLICY";
    }

    @Override
    public Class<Fact> body() {
      return Fact.class;
    }

    @Override
    public void apply(Received<Fact> message) {
      if (message.body().name().equals("unbearable")) {
        throw new IllegalArgumentException("unbearable");
      }
      known.put(message.subject(), message.body().name());
    }

    @Override
    public void complete() {
      completions.incrementAndGet();
    }
  }

  @Inject NatsSettings natsSettings;
  NatsForTests nats;

  private final String subject = "policy.test." + UUID.randomUUID();
  private final Picture picture = new Picture();
  private NatsLink link;
  private StateReader<Fact> reader;

  @BeforeEach
  void aReader() {
    link = new NatsLink("state", natsSettings);
    reader = new StateReader<>(picture, link);
    link.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    reader.stop();
    link.stop();
  }

  @Test
  void seesWhatIsThereThenWhatComesAndOnlyTheNewestOfEach() throws Throwable {
    publish("first");
    publish("second");
    reader.start();
    Eventually.within(SOON, () -> assertThat(picture.completions).hasPositiveValue());
    assertThat(picture.known).containsEntry(subject, "second");
    publish("third");
    Eventually.within(SOON, () -> assertThat(picture.known).containsEntry(subject, "third"));
  }

  @Test
  void isCompleteAtOnceWhenThereIsNothingNew() throws Throwable {
    reader.start();
    Eventually.within(SOON, () -> assertThat(picture.completions).hasPositiveValue());
  }

  @Test
  void passesOverWhatItCannotUse() throws Throwable {
    reader.start();
    publish("unbearable");
    nats(connection -> connection.jetStream().publish(subject + ".x", "{".getBytes()));
    publish("bearable");
    Eventually.within(SOON, () -> assertThat(picture.known).containsEntry(subject, "bearable"));
  }

  @Test
  void claimsNothingWhileNatsHangsAndCatchesUpWhenItIsBack() throws Throwable {
    reader.start();
    Eventually.within(SOON, () -> assertThat(picture.completions).hasPositiveValue());
    nats.freeze();
    try {
      Thread.sleep(1500); // what was asked before the freeze may still be answered
      long before = picture.completions.get();
      Thread.sleep(2500);
      assertThat(picture.completions).hasValue(before);
    } finally {
      nats.thaw();
    }
    publish("after");
    Eventually.within(SOON, () -> assertThat(picture.known).containsEntry(subject, "after"));
  }

  @Test
  void readsOnAfterNatsWasKilled() throws Throwable {
    reader.start();
    publish("before");
    Eventually.within(SOON, () -> assertThat(picture.known).containsEntry(subject, "before"));
    nats.kill();
    nats.restart();
    publish("after");
    Eventually.within(SOON, () -> assertThat(picture.known).containsEntry(subject, "after"));
  }

  private void publish(String name) throws Exception {
    nats(connection ->
        connection.jetStream().publish(subject, EventJson.write(new Fact(name)).getBytes()));
  }

  private interface Use {
    void with(Connection connection) throws Exception;
  }

  private void nats(Use use) throws Exception {
    try (Connection connection = nats.connect()) {
      use.with(connection);
    }
  }
}
