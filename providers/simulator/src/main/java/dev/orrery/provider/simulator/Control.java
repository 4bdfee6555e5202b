package dev.orrery.provider.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.orrery.provider.journal.AppendLog;
import dev.orrery.provider.protocol.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// What an operator of the simulated back end can do behind everyone's back, on the loopback alone.
/// The port is written to `control.port` of the simulator's home.
final class Control implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Control.class.getName());

  private final World world;
  private final Mischief mischief;
  private final HttpServer server;

  private Control(World world, Mischief mischief, HttpServer server) {
    this.world = world;
    this.mischief = mischief;
    this.server = server;
  }

  /// @param port 0 for any
  static Control open(World world, Mischief mischief, Path home, int port) throws IOException {
    var address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port);
    var control = new Control(world, mischief, HttpServer.create(address, 0));
    control.server.createContext("/", control::serve);
    control.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    control.server.start();
    AppendLog.rewrite(home.resolve("control.port"), Stream.of("" + control.port()));
    return control;
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    Answer answer;
    try {
      answer = answer(exchange);
    } catch (IOException | IllegalArgumentException e) {
      answer = Answer.problem(400, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a control request failed", e);
      answer = Answer.problem(500, e.toString());
    }
    var body = answer.body();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    // A page in a browser has no business here, even on this machine.
    if (exchange.getRequestHeaders().containsKey("Origin")) {
      return Answer.problem(403, "not for browsers");
    }
    var path = List.of(exchange.getRequestURI().getPath().substring(1).split("/"));
    var request = exchange.getRequestMethod() + " " + path.getFirst() + "/" + (path.size() - 1);
    return switch (request) {
      case "GET objects/0" -> Answer.ok(world.all());
      case "GET objects/1" -> Answer.of(world.find(path.get(1)));
      case "PUT objects/1" -> Answer.of(change(path.get(1), body(exchange)));
      case "DELETE objects/1" -> {
        world.change(path.get(1), null, before -> null);
        yield Answer.nothing();
      }
      case "GET faults/0" -> Answer.ok(mischief.faults());
      case "PUT faults/0" -> {
        mischief.set(Wire.read(body(exchange), Faults.class));
        yield Answer.ok(mischief.faults());
      }
      default ->
          Answer.problem(
              404, "there is GET /objects, GET, PUT and DELETE /objects/{id}, GET and PUT /faults");
    };
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    return exchange.getRequestBody().readNBytes(64 * 1024);
  }

  /// Only the fields that are given change.
  private Optional<Machine> change(String resourceId, byte[] body) throws IOException {
    var wanted = Wire.read(body, JsonNode.class);
    return world
        .change(resourceId, null, before -> before == null ? null : changed(before, wanted))
        .machine();
  }

  private static Machine changed(Machine before, JsonNode wanted) {
    var addresses =
        wanted.has("addresses")
            ? wanted.get("addresses").valueStream().map(JsonNode::asText).toList()
            : before.addresses();
    return new Machine(
        before.resourceId(),
        wanted.path("name").asText(before.name()),
        new InstanceType(
            wanted.at("/instanceType/vcpus").asInt(before.instanceType().vcpus()),
            wanted.at("/instanceType/memoryMib").asInt(before.instanceType().memoryMib())),
        before.image(),
        PowerState.valueOf(wanted.path("powerState").asText(before.powerState().name())),
        addresses,
        before.settledAt(),
        before.lastAction());
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private record Answer(int status, byte[] body) {
    static Answer ok(Object value) {
      return new Answer(200, Wire.write(value));
    }

    static Answer of(Optional<Machine> machine) {
      return machine.map(Answer::ok).orElseGet(() -> problem(404, "no such object"));
    }

    static Answer nothing() {
      return new Answer(204, new byte[0]);
    }

    static Answer problem(int status, String message) {
      var text = "{\"message\":%s}".formatted(Wire.tree(message));
      return new Answer(status, text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
