package dev.orrery.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.launcher.deploy.StreamDeclaration;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.ConsumerConfiguration;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NatsForTestsTest {
  private static final JetStreamOptions IMPATIENT =
      JetStreamOptions.builder().requestTimeout(Duration.ofMillis(300)).build();
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

  private static NatsForTests nats;

  @BeforeAll
  static void start() {
    nats = NatsForTests.start();
  }

  @AfterAll
  static void close() {
    nats.close();
  }

  @Test
  void everyDeclaredStreamIsThereAndNoOther() throws Exception {
    var declared =
        StreamDeclaration.readAll(Repository.streams()).stream()
            .map(StreamDeclaration::name)
            .toList();
    try (var connection = nats.connect()) {
      assertThat(connection.jetStreamManagement().getStreamNames())
          .containsExactlyInAnyOrderElementsOf(declared);
    }
  }

  @Test
  void everyWriteIsSyncedBeforeItIsAcknowledged() throws IOException {
    try (var in = URI.create(nats.monitoringUrl() + "/varz").toURL().openStream()) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .containsPattern("\"sync_always\":\\s*true");
    }
  }

  @Test
  void anAcknowledgedMessageSurvivesTheDeathOfTheServer() throws Exception {
    try (var connection = nats.connect(nats.login("location"))) {
      connection.jetStream().publish("changes.rack.created.org_1.rack_1", BODY);
    }
    nats.kill();
    nats.restart();
    try (var connection = nats.connect(nats.login("instance"))) {
      var message =
          connection.jetStream().subscribe("changes.rack.>", pull("CHANGES_LOCATION", "kept"));
      message.pull(1);
      assertThat(message.nextMessage(Duration.ofSeconds(5)).getSubject())
          .isEqualTo("changes.rack.created.org_1.rack_1");
    }
  }

  @Test
  void aServicePublishesNoChangesButItsOwn() throws Exception {
    try (var connection = nats.connect(nats.login("location"))) {
      assertThatThrownBy(() ->
              connection
                  .jetStream(IMPATIENT)
                  .publish("changes.instance.created.org_1.inst_1", BODY))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aServiceTellsWhatCanBeDoneWithItsOwnResourcesAndNothingElseOfThePolicy() throws Exception {
    try (var connection = nats.connect(nats.login("location"))) {
      var stream = connection.jetStream(IMPATIENT);
      stream.publish("policy.actions.location", BODY);
      assertThatThrownBy(() -> stream.publish("policy.actions.ipam", BODY))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> stream.publish("policy.user.user_1", BODY))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aProviderReadsItsOwnOrdersAlone() throws Exception {
    try (var handlers = nats.connect(nats.login("handlers"))) {
      handlers.jetStream().publish("work.simulator.compute.ensure.inst_1", BODY);
    }
    try (var connection = nats.connect(nats.login("simulator"))) {
      var management = connection.jetStreamManagement(IMPATIENT);
      assertThatThrownBy(() ->
              management.addOrUpdateConsumer(
                  "WORK", consumer("provider-simulator", "work.other.>")))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> management.addOrUpdateConsumer("WORK", consumer("thief", ">")))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(
              () -> management.addOrUpdateConsumer("WORK", consumer("thief", "work.simulator.>")))
          .isInstanceOf(IOException.class);
      management.addOrUpdateConsumer("WORK", consumer("provider-simulator", "work.simulator.>"));
      var message =
          connection.getStreamContext("WORK").getConsumerContext("provider-simulator").next();
      message.ackSync(Duration.ofSeconds(5));
      assertThat(message.getSubject()).isEqualTo("work.simulator.compute.ensure.inst_1");
    }
  }

  @Test
  void nobodyReadsAnothersReplies() throws Exception {
    var refusals = new LinkedBlockingQueue<String>();
    try (var thief = nats.connect(nats.login("simulator"), new Refusals(refusals))) {
      thief.subscribe("_INBOX_location.>");
      thief.subscribe("_INBOX.>");
      assertThat(refusals.poll(5, TimeUnit.SECONDS)).contains("_INBOX_location.>");
      assertThat(refusals.poll(5, TimeUnit.SECONDS)).contains("_INBOX.>");
    }
  }

  private record Refusals(BlockingQueue<String> heard) implements ErrorListener {
    @Override
    public void errorOccurred(Connection connection, String error) {
      heard.add(error);
    }
  }

  @Test
  void aProviderReportsInItsOwnNameAlone() throws Exception {
    try (var connection = nats.connect(nats.login("simulator"))) {
      var stream = connection.jetStream(IMPATIENT);
      stream.publish("reports.simulator.compute.inst_1", BODY);
      stream.publish("providers.hello.simulator", BODY);
      assertThatThrownBy(() -> stream.publish("reports.other.compute.inst_1", BODY))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> stream.publish("work.simulator.compute.ensure.inst_2", BODY))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void nobodyButTheDeployStepChangesAStream() throws Exception {
    try (var connection = nats.connect(nats.login("handlers"))) {
      assertThatThrownBy(() -> connection.jetStreamManagement(IMPATIENT).purgeStream("WORK"))
          .isInstanceOfAny(IOException.class, JetStreamApiException.class);
    }
  }

  private static PullSubscribeOptions pull(String stream, String durable) {
    return PullSubscribeOptions.builder().stream(stream).durable(durable).build();
  }

  private static ConsumerConfiguration consumer(String name, String filter) {
    return ConsumerConfiguration.builder().durable(name).filterSubject(filter).build();
  }
}
