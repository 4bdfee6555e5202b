package dev.orrery.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Tells events, orders and reports about one instance as they pass, as any follower of events
/// could.
final class Happenings implements AutoCloseable {
  private final ObjectMapper json = new ObjectMapper();
  private final Story story;
  private final Connection nats;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final List<Heard> early = new ArrayList<>();
  private @Nullable String instance;

  private record Heard(String subject, JsonNode body) {}

  private Happenings(Story story, Connection nats) {
    this.story = story;
    this.nats = nats;
  }

  static Happenings follow(Story story, String url, String user, String password)
      throws IOException, InterruptedException {
    Connection nats =
        Nats.connect(
            Options.builder().server(url).userInfo(user, password).connectionName("demo").build());
    Happenings happenings = new Happenings(story, nats);
    Dispatcher dispatcher = nats.createDispatcher(happenings::hear);
    dispatcher.subscribe("changes.>").subscribe("work.>").subscribe("reports.>");
    try {
      // Only now does the server know what is to be told.
      nats.flush(Duration.ofSeconds(5));
    } catch (TimeoutException silent) {
      throw new IOException("NATS at %s does not answer".formatted(url), silent);
    }
    return happenings;
  }

  /// From here on, what concerns this instance is told; what came before its id was known comes
  /// first.
  synchronized void about(String instanceId) {
    instance = instanceId;
    early.forEach(this::tell);
    early.clear();
  }

  /// Waits until the instance is active and its job has succeeded.
  boolean await(long seconds) throws InterruptedException {
    return ready.await(seconds, TimeUnit.SECONDS);
  }

  private void hear(Message message) {
    try {
      Heard heard = new Heard(message.getSubject(), json.readTree(message.getData()));
      synchronized (this) {
        if (instance == null) {
          early.add(heard);
        } else {
          tell(heard);
        }
      }
    } catch (IOException malformed) {
      story.happening("message", message.getSubject() + " is not JSON");
    }
  }

  private void tell(Heard heard) {
    if (instance != null && heard.body().toString().contains(instance)) {
      tell(heard.subject(), heard.body());
    }
  }

  private void tell(String subject, JsonNode body) {
    if (subject.startsWith("work.")) {
      story.happening(
          "order", "%s, generation %s".formatted(subject, body.path("generation").asText("?")));
    } else if (subject.startsWith("reports.")) {
      story.happening("report", "%s: %s".formatted(subject, body.path("outcome").asText("?")));
    } else {
      change(subject, body.path("data"));
    }
  }

  private void change(String subject, JsonNode data) {
    String[] parts = subject.split("\\.", 4);
    String what = parts[1] + " " + parts[2];
    JsonNode after = data.path("after");
    switch (parts[1]) {
      case "ipaddress" ->
          story.happening("address", "%s %s".formatted(after.path("address").asText(), parts[2]));
      case "job" -> {
        story.happening("job", "%s: %s".formatted(what, after.path("status").asText()));
        if (after.path("status").asText().equals("SUCCEEDED")) {
          ready.countDown();
        }
      }
      case "instance" ->
          story.happening(
              "event",
              "%s, version %s: %s"
                  .formatted(what, data.path("version").asText(), after.path("status").asText()));
      default -> story.happening("event", what);
    }
  }

  @Override
  public void close() throws InterruptedException {
    nats.close();
  }
}
