package dev.orrery.provider.runner;

import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.provider.Identity;
import dev.orrery.provider.protocol.Order;
import dev.orrery.provider.protocol.Report;
import dev.orrery.provider.protocol.Subjects;
import dev.orrery.provider.protocol.Wire;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.PushSubscribeOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/// The other end of the conversation: sends orders, reads what the streams hold.
final class World implements AutoCloseable {
  static final String NAME = "simulator";
  static final Identity IDENTITY = Identity.of(NAME, "compute", "1.0").takingSecrets();
  static final Duration PATIENCE = Duration.ofSeconds(15);

  final NatsForTests nats = NatsForTests.start();
  final Connection connection;
  private int ids;

  World() throws IOException, InterruptedException {
    connection = nats.connect();
  }

  Settings settings(Path home, Duration ackWait) {
    var login = nats.login(NAME);
    return Settings.of(nats.url(), home)
        .withCredentials(login.user(), login.password())
        .withTimings(ackWait, Duration.ofMillis(200));
  }

  /// A TypeID never used before.
  String resource() {
    return "inst_01jd8x3f7vekmrh0v6q1c%05d".formatted(ids++);
  }

  void send(Order order) throws IOException, JetStreamApiException {
    sendRaw(
        Subjects.order(order.provider(), order.kind(), order.verb(), order.resourceId()),
        Wire.write(order));
  }

  void sendRaw(String subject, byte[] body) throws IOException, JetStreamApiException {
    connection.jetStream().publish(subject, body);
  }

  static OrderBuilder order(String verb, String resource) {
    return new OrderBuilder(verb, resource);
  }

  /// Every report about the resource, oldest first.
  List<Report> reports(String resource)
      throws IOException, JetStreamApiException, InterruptedException {
    var reports = new ArrayList<Report>();
    for (var body : bodies(Subjects.report(NAME, "*", resource))) {
      reports.add(Wire.read(body, Report.class));
    }
    return reports;
  }

  /// Every message that the streams hold for the subject.
  List<byte[]> bodies(String subject)
      throws IOException, JetStreamApiException, InterruptedException {
    var subscription =
        connection
            .jetStream()
            .subscribe(subject, PushSubscribeOptions.builder().ordered(true).build());
    var bodies = new ArrayList<byte[]>();
    long expected = subscription.getConsumerInfo().getCalculatedPending();
    while (bodies.size() < expected) {
      var message = subscription.nextMessage(Duration.ofSeconds(2));
      if (message == null) {
        break;
      }
      bodies.add(message.getData());
    }
    subscription.unsubscribe();
    return bodies;
  }

  /// Waits for a report about the resource.
  Report await(String resource, Predicate<Report> wanted)
      throws IOException, JetStreamApiException, InterruptedException {
    var until = Instant.now().plus(PATIENCE);
    var reports = reports(resource);
    while (Instant.now().isBefore(until)) {
      for (var report : reports) {
        if (wanted.test(report)) {
          return report;
        }
      }
      Thread.sleep(30);
      reports = reports(resource);
    }
    throw new AssertionError("no such report within %s: %s".formatted(PATIENCE, reports));
  }

  Report awaitEnd(String resource) throws IOException, JetStreamApiException, InterruptedException {
    return await(resource, report -> report.outcome().ends());
  }

  /// Waits until every order was acknowledged.
  void awaitNothingPending() throws IOException, JetStreamApiException, InterruptedException {
    var until = Instant.now().plus(PATIENCE);
    while (pending() > 0) {
      if (Instant.now().isAfter(until)) {
        throw new AssertionError(pending() + " orders are still pending");
      }
      Thread.sleep(30);
    }
  }

  private long pending() throws IOException, JetStreamApiException {
    var management = connection.jetStreamManagement();
    if (!management.getConsumerNames(Subjects.WORK).contains(Subjects.consumer(NAME))) {
      return 1;
    }
    var info = management.getConsumerInfo(Subjects.WORK, Subjects.consumer(NAME));
    return info.getNumAckPending() + info.getNumPending();
  }

  @Override
  public void close() throws InterruptedException {
    connection.close();
    nats.close();
  }

  /// An order with everything a test does not care about.
  static final class OrderBuilder {
    private final String verb;
    private final String resource;
    private String token = UUID.randomUUID().toString();
    private long generation = 1;
    private int attempt = 1;
    private long fence = 1;
    private Instant deadline;
    private Map<String, String> secrets;

    private OrderBuilder(String verb, String resource) {
      this.verb = verb;
      this.resource = resource;
    }

    OrderBuilder token(String other) {
      token = other;
      return this;
    }

    OrderBuilder generation(long other) {
      generation = other;
      return this;
    }

    OrderBuilder attempt(int other) {
      attempt = other;
      return this;
    }

    OrderBuilder fence(long other) {
      fence = other;
      return this;
    }

    OrderBuilder secrets(Map<String, String> sealed) {
      secrets = sealed;
      return this;
    }

    OrderBuilder deadline(Duration fromNow) {
      deadline = Instant.now().plus(fromNow);
      return this;
    }

    Order build() {
      return new Order(
          Wire.PROTOCOL,
          NAME,
          "compute",
          verb,
          resource,
          null,
          null,
          null,
          generation,
          verb.equals("ensure") ? Wire.tree(new Size(generation)) : null,
          verb.equals("act") ? new Order.Requested("reboot", null) : null,
          secrets,
          attempt,
          token,
          fence,
          deadline,
          Instant.now(),
          null);
    }
  }

  /// Desired and observed state of the tests' provider.
  record Size(long wheels) {}
}
