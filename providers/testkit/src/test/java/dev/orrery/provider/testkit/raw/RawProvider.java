package dev.orrery.provider.testkit.raw;

import static dev.orrery.provider.testkit.raw.Fault.*;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.provider.testkit.bench.Json;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PublishOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A provider written from the specification with the plain NATS client. Told so, it makes one
/// mistake.
public final class RawProvider {
  final Fault fault;
  final String name = System.getenv("ORRERY_PROVIDER_NAME");
  private final long ackWait = Long.parseLong(System.getenv("ORRERY_PROVIDER_ACK_WAIT_MILLIS"));
  private final long beat = Long.parseLong(System.getenv("ORRERY_PROVIDER_HEARTBEAT_MILLIS"));
  private final String session = UUID.randomUUID().toString();
  private final Set<Message> held = ConcurrentHashMap.newKeySet();
  private final Map<String, ExecutorService> lanes = new ConcurrentHashMap<>();
  private final RawKeys keys;
  private final Desk desk;
  private volatile Connection connection;
  private volatile boolean everConnected;

  private RawProvider(Fault fault) {
    this.fault = fault;
    var world = Path.of(System.getenv("ORRERY_VERIFICATION"));
    var home = Path.of(System.getenv("ORRERY_PROVIDER_HOME"));
    keys = new RawKeys(name, home, is(FORGETS_ITS_KEY));
    desk = new Desk(this, new BackEnd(fault, world), home, keys);
  }

  /// @param arguments the name of the fault
  public static void main(String[] arguments) throws InterruptedException {
    new RawProvider(Fault.valueOf(arguments[0])).run();
  }

  boolean is(Fault other) {
    return fault == other;
  }

  private void run() throws InterruptedException {
    if (is(DOES_NOT_STOP)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> sleep(60_000)));
    }
    connect();
    if (is(OVERSTEPS_ITS_RIGHTS)) {
      connection.subscribe("work.>");
    }
    if (!is(NEVER_BEATS)) {
      Thread.ofVirtual().start(() -> every(is(BEATS_SELDOM) ? 8 * beat : beat, this::heartbeat));
    }
    if (!is(SAYS_NOTHING_OF_PROGRESS)) {
      Thread.ofVirtual().start(() -> every(ackWait / 3, () -> held.forEach(Message::inProgress)));
    }
    while (true) {
      try {
        takeOrders();
      } catch (IOException | JetStreamApiException | RuntimeException e) {
        sleep(200);
      }
    }
  }

  private void connect() throws InterruptedException {
    while (connection == null) {
      try {
        connection =
            Nats.connect(
                Options.builder()
                    .server(System.getenv("ORRERY_NATS_URL"))
                    .userInfo(name, System.getenv("ORRERY_NATS_PASSWORD"))
                    .inboxPrefix("_INBOX_" + name)
                    .maxReconnects(-1)
                    .reconnectWait(Duration.ofMillis(100))
                    .connectionListener((_, event) -> connected(event))
                    .errorListener(new ErrorListener() {})
                    .build());
      } catch (IOException e) {
        if (is(DIES_WITHOUT_NATS)) {
          System.exit(1);
        }
        sleep(200);
      }
    }
    hello();
    everConnected = true;
  }

  private void connected(Events event) {
    if (event == Events.DISCONNECTED && is(DIES_WITHOUT_NATS)) {
      Thread.ofPlatform().start(() -> System.exit(1));
    }
    if (event == Events.RECONNECTED && everConnected && !is(SAYS_HELLO_ONCE)) {
      Thread.ofVirtual().start(this::hello);
    }
  }

  private void hello() {
    if (is(NEVER_SAYS_HELLO)) {
      return;
    }
    var hello =
        Json.object()
            .put("protocol", 1)
            .put("provider", name)
            .put("session", session)
            .put("version", "1.0")
            .put("at", Instant.now().toString());
    hello.putArray("kinds").add("compute");
    hello
        .putArray("capabilities")
        .add("ensure")
        .add("remove")
        .add("observe")
        .add("act:reboot")
        .add("secrets:1")
        .add("verification:1");
    hello.set("encryptionKey", keys.announced());
    publish("providers.hello." + name, hello, null);
  }

  private void heartbeat() {
    var beat =
        Json.object()
            .put("protocol", 1)
            .put("provider", name)
            .put("session", session)
            .put("ordersHeld", held.size())
            .put("at", Instant.now().toString());
    connection.publish("providers.heartbeat." + name, Json.bytes(beat));
  }

  private void takeOrders() throws IOException, JetStreamApiException, InterruptedException {
    var durable = "provider-" + name;
    connection
        .jetStreamManagement()
        .addOrUpdateConsumer(
            "WORK",
            ConsumerConfiguration.builder()
                .durable(durable)
                .filterSubject("work." + name + ".>")
                .deliverPolicy(DeliverPolicy.All)
                .ackPolicy(AckPolicy.Explicit)
                .ackWait(ackWait)
                .maxDeliver(is(LETS_ORDERS_BE_GIVEN_UP) ? 2 : -1)
                .build());
    var consumer = connection.getConsumerContext("WORK", durable);
    while (true) {
      try {
        var message = consumer.next(Duration.ofSeconds(1));
        if (message != null) {
          take(message);
        }
      } catch (JetStreamStatusCheckedException e) {
        throw new IOException(e);
      }
    }
  }

  private void take(Message message) {
    held.add(message);
    if (is(ACKNOWLEDGES_BEFORE_THE_EFFECT)) {
      message.ack();
    }
    var tokens = message.getSubject().split("\\.");
    var id = is(BLOCKS_ON_ONE_SLOW_RESOURCE) ? "all" : tokens[tokens.length - 1];
    // A cancel does not wait in the lane of what it is to stop.
    var lane = message.getSubject().contains(".cancel.") ? "cancel " + id : id;
    lanes
        .computeIfAbsent(
            is(MIXES_UP_ONE_RESOURCE) ? UUID.randomUUID().toString() : lane,
            _ -> Executors.newSingleThreadExecutor(Thread.ofVirtual().factory()))
        .submit(() -> {
          try {
            desk.receive(message);
          } catch (Throwable e) {
            held.remove(message);
            System.err.println("not done: " + e.getClass());
          }
        });
  }

  void done(Message message) {
    held.remove(message);
    message.ack();
  }

  void later(Message message, Duration after) {
    held.remove(message);
    message.nakWithDelay(after);
  }

  /// Returns once the stream has it.
  void publish(String subject, ObjectNode body, String id) {
    if (is(DOES_NOT_WAIT_FOR_THE_STREAM) && subject.startsWith("reports.")) {
      connection.publish(subject, new Headers().put("Nats-Msg-Id", id), Json.bytes(body));
      return;
    }
    publish(subject, Json.bytes(body), id);
  }

  void publish(String subject, byte[] body, String id) {
    while (true) {
      try {
        var options = PublishOptions.builder().messageId(id).build();
        connection.jetStream().publish(subject, body, options);
        return;
      } catch (IOException | JetStreamApiException | RuntimeException e) {
        sleep(100);
      }
    }
  }

  private static void every(long millis, Runnable task) {
    while (true) {
      sleep(millis);
      try {
        task.run();
      } catch (RuntimeException e) {
        // Not connected: the next one is.
      }
    }
  }

  static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
