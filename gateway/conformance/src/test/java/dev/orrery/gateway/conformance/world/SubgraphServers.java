package dev.orrery.gateway.conformance.world;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.orrery.gateway.execution.json.JsonLimits;
import dev.orrery.gateway.execution.json.JsonOutput;
import dev.orrery.gateway.execution.json.JsonValues;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// All subgraphs of all features, on one port: `/<feature>/<subgraph>`. Serves one case at a time,
/// and keeps what happened in it.
public final class SubgraphServers implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, World> worlds = new ConcurrentHashMap<>();
  private final Map<String, SubgraphGraph> graphs = new ConcurrentHashMap<>();
  private final List<String> faults = new ArrayList<>();
  private final Map<String, Integer> calls = new TreeMap<>();
  private Set<String> labels = Set.of();
  private Map<String, ?> replies = Map.of();

  /// @param port 0 takes a free one
  public SubgraphServers(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /// Serves the subgraphs of a feature from now on.
  public synchronized void add(String feature, Map<String, ?> data, Map<String, String> sdls) {
    World world = new World(data, sdls);
    worlds.put(feature, world);
    sdls.forEach((name, sdl) ->
        graphs.put(feature + "/" + name, new SubgraphGraph(world, name, sdl, f -> fault(name, f))));
  }

  public String url(String feature, String subgraph) {
    return "http://127.0.0.1:%d/%s/%s".formatted(server.getAddress().getPort(), feature, subgraph);
  }

  /// Starts a case: nothing was called yet, and nothing went wrong.
  ///
  /// @param active the override labels that hold
  /// @param instead what subgraphs do instead of answering, by name
  public synchronized void begin(String feature, Set<String> active, Map<String, ?> instead) {
    worlds.get(feature).reset();
    faults.clear();
    calls.clear();
    labels = active;
    replies = instead;
  }

  /// What subgraphs were asked and must not be.
  public synchronized List<String> faults() {
    return List.copyOf(faults);
  }

  /// How often each subgraph was called.
  public synchronized Map<String, Integer> calls() {
    return new TreeMap<>(calls);
  }

  private synchronized void fault(String subgraph, String fault) {
    faults.add(fault.contains(subgraph) ? fault : subgraph + ": " + fault);
  }

  private synchronized @Nullable Object enter(String subgraph) {
    calls.merge(subgraph, 1, Integer::sum);
    return replies.get(subgraph);
  }

  private synchronized Set<String> labels() {
    return labels;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath().substring(1);
      SubgraphGraph graph = graphs.get(path);
      if (graph == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      Object instead = enter(path.substring(path.indexOf('/') + 1));
      if (instead instanceof Map<?, ?> reply) {
        misbehave(exchange, reply);
      } else {
        Map<String, ?> request = World.map(JsonValues.read(body, JsonLimits.STANDARD));
        Map<String, Object> answer = graph.answer(request, headers(exchange), labels());
        send(exchange, 200, "application/json", new JsonOutput(1024).value(answer).toByteArray());
      }
    } catch (RuntimeException | Error e) {
      fault("a subgraph", e.toString());
      throw e;
    }
  }

  private static Map<String, String> headers(HttpExchange exchange) {
    Map<String, String> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value.getFirst()));
    return headers;
  }

  private static void misbehave(HttpExchange exchange, Map<?, ?> reply) throws IOException {
    if (reply.containsKey("closed")) {
      return; // closing the exchange without an answer breaks the connection
    }
    int status = reply.get("status") instanceof Integer number ? number : 200;
    Object body = reply.get("body");
    String text = body instanceof String plain ? plain : body == null ? "" : Json.text(body);
    Object type = reply.get("type");
    send(
        exchange,
        status,
        type == null ? "application/json" : type.toString(),
        text.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("content-type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
