package dev.orrery.handlers.reconciliation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.provider.protocol.Wire;
import dev.orrery.provider.simulator.Simulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The simulator, and the way to its world behind everybody's back.
final class Simulated implements AutoCloseable {
  private final Path home;
  private final Simulator simulator;
  private final HttpClient http = HttpClient.newHttpClient();

  Simulated(NatsForTests nats, Path home) throws IOException {
    this.home = home;
    var login = nats.login("simulator");
    simulator =
        Simulator.start(
            Map.of(
                "ORRERY_NATS_URL", nats.url(),
                "ORRERY_NATS_USER", login.user(),
                "ORRERY_NATS_PASSWORD", login.password(),
                "ORRERY_SIMULATOR_HOME", home.toString(),
                "ORRERY_SIMULATOR_FAULTS", "{\"latencyMillis\": 10}"));
  }

  void change(String resource, String fields) throws IOException, InterruptedException {
    send(HttpRequest.newBuilder(uri("/objects/" + resource)).PUT(body(fields)).build());
  }

  void delete(String resource) throws IOException, InterruptedException {
    send(HttpRequest.newBuilder(uri("/objects/" + resource)).DELETE().build());
  }

  void faults(String faults) throws IOException, InterruptedException {
    send(HttpRequest.newBuilder(uri("/faults")).PUT(body(faults)).build());
  }

  /// What was ordered at the resource, in order, by the simulator's own journal: the words of its
  /// effects. What happened behind everybody's back is left out.
  List<String> orderedEffects(String resource) throws IOException {
    var effects = new ArrayList<String>();
    for (var line : Files.readAllLines(home.resolve("world.journal"))) {
      var effect = Wire.read(line.getBytes(StandardCharsets.UTF_8), JsonNode.class);
      if (effect.path("resourceId").asText().equals(resource)
          && effect.hasNonNull("operationToken")) {
        effects.add(effect.path("what").asText());
      }
    }
    return effects;
  }

  private static HttpRequest.BodyPublisher body(String text) {
    return HttpRequest.BodyPublishers.ofString(text);
  }

  private void send(HttpRequest request) throws IOException, InterruptedException {
    var response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
  }

  private URI uri(String path) throws IOException {
    return URI.create(
        "http://127.0.0.1:%s%s"
            .formatted(Files.readString(home.resolve("control.port")).strip(), path));
  }

  @Override
  public void close() {
    simulator.close();
    http.close();
  }
}
