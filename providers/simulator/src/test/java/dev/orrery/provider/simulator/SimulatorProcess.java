package dev.orrery.provider.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.provider.protocol.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The simulator as a process of its own, which can be killed.
final class SimulatorProcess implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final NatsForTests nats;
  private final Path home;
  private Process process;

  SimulatorProcess(NatsForTests nats, Path home) throws IOException {
    this.nats = nats;
    this.home = home;
    start();
  }

  /// Returns at once: what is asked of it waits until it is there.
  void start() throws IOException {
    Files.deleteIfExists(home.resolve("control.port"));
    var login = nats.login("simulator");
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            Simulator.class.getName());
    builder.environment().put("ORRERY_NATS_URL", nats.url());
    builder.environment().put("ORRERY_NATS_USER", login.user());
    builder.environment().put("ORRERY_NATS_PASSWORD", login.password());
    builder.environment().put("ORRERY_SIMULATOR_HOME", home.toString());
    builder.environment().put("ORRERY_SIMULATOR_FAULTS", "{\"latencyMillis\": 20}");
    process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()))
            .start();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int awaitDeath() throws InterruptedException {
    return process.waitFor();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)).build());
  }

  JsonNode put(String path, String body) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(uri(path)).PUT(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  void delete(String path) throws IOException, InterruptedException {
    http.send(
        HttpRequest.newBuilder(uri(path)).DELETE().build(), HttpResponse.BodyHandlers.discarding());
  }

  private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
    var response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new AssertionError(
          response.statusCode() + " " + new String(response.body(), StandardCharsets.UTF_8));
    }
    return Wire.read(response.body(), JsonNode.class);
  }

  private URI uri(String path) throws IOException, InterruptedException {
    var port = home.resolve("control.port");
    for (int i = 0; i < 200 && !Files.exists(port); i++) {
      Thread.sleep(50);
    }
    return URI.create("http://127.0.0.1:" + Files.readString(port).strip() + path);
  }

  /// The effects at one resource, oldest first.
  List<Effect> effects(String resource) throws IOException {
    var effects = new ArrayList<Effect>();
    for (var line : Files.readAllLines(home.resolve("world.journal"))) {
      var effect = Wire.read(line.getBytes(StandardCharsets.UTF_8), Effect.class);
      if (effect.resourceId().equals(resource)) {
        effects.add(effect);
      }
    }
    return effects;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(Duration.ofSeconds(10))) {
      kill();
    }
    http.close();
  }
}
