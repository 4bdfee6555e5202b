package dev.orrery.provider.simulator;

import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.provider.protocol.Order;
import dev.orrery.provider.protocol.Report;
import dev.orrery.provider.protocol.Subjects;
import dev.orrery.provider.protocol.Wire;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.PushSubscribeOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The other end of the conversation.
final class Orders implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final Connection connection;
  private final JetStreamSubscription subscription;
  private final List<Report> reports = new ArrayList<>();
  private int ids;

  Orders(NatsForTests nats) throws IOException, InterruptedException, JetStreamApiException {
    connection = nats.connect();
    subscription =
        connection
            .jetStream()
            .subscribe("reports.>", PushSubscribeOptions.builder().ordered(true).build());
  }

  String resource() {
    return "inst_01jd8x3f7vekmrh0v6q1c%05d".formatted(ids++);
  }

  Order ensure(String resource, int generation, String token, DesiredMachine desired)
      throws IOException, JetStreamApiException {
    return send("ensure", resource, generation, token, desired, null);
  }

  Order remove(String resource, int generation, String token)
      throws IOException, JetStreamApiException {
    return send("remove", resource, generation, token, null, null);
  }

  Order observe(String resource, int generation, String token)
      throws IOException, JetStreamApiException {
    return send("observe", resource, generation, token, null, null);
  }

  Order reboot(String resource, int generation, String token)
      throws IOException, JetStreamApiException {
    return send("act", resource, generation, token, null, new Order.Requested("reboot", null));
  }

  private Order send(
      String verb,
      String resource,
      int generation,
      String token,
      @Nullable DesiredMachine desired,
      Order.@Nullable Requested action)
      throws IOException, JetStreamApiException {
    var order =
        new Order(
            Wire.PROTOCOL,
            "simulator",
            "compute",
            verb,
            resource,
            null,
            null,
            null,
            generation,
            desired == null ? null : Wire.tree(desired),
            action,
            null,
            1,
            token,
            generation,
            null,
            Instant.now(),
            null);
    repeat(order);
    return order;
  }

  void repeat(Order order) throws IOException, JetStreamApiException {
    connection
        .jetStream()
        .publish(
            Subjects.order(order.provider(), order.kind(), order.verb(), order.resourceId()),
            Wire.write(order));
  }

  /// The report that ended the operation.
  Report awaitEnd(String resource, String token) throws IOException, InterruptedException {
    var until = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(until)) {
      var ended = find(resource, token, report -> report.outcome().ends());
      if (!ended.isEmpty()) {
        return ended.getFirst();
      }
      var message = subscription.nextMessage(Duration.ofMillis(200));
      if (message != null) {
        reports.add(Wire.read(message.getData(), Report.class));
      }
    }
    throw new AssertionError("no end of %s at %s: %s".formatted(token, resource, reports));
  }

  /// Everything reported so far about the operation.
  List<Report> find(String resource, String token, Predicate<Report> wanted) {
    return reports.stream()
        .filter(report -> report.resourceId().equals(resource))
        .filter(report -> token.equals(report.operationToken()))
        .filter(wanted)
        .toList();
  }

  /// Reads on for a while, to see whether more comes.
  void listen(Duration time) throws IOException, InterruptedException {
    var until = Instant.now().plus(time);
    while (Instant.now().isBefore(until)) {
      var message = subscription.nextMessage(Duration.ofMillis(100));
      if (message != null) {
        reports.add(Wire.read(message.getData(), Report.class));
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    connection.close();
  }
}
