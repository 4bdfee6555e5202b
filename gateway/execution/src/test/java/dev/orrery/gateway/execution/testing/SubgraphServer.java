package dev.orrery.gateway.execution.testing;

import dev.orrery.gateway.execution.json.JsonLimits;
import dev.orrery.gateway.execution.json.JsonOutput;
import dev.orrery.gateway.execution.json.JsonValues;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// Serves a [TestSubgraph] over HTTP on a free port, and can be told to misbehave.
public final class SubgraphServer implements AutoCloseable {
  private final TestSubgraph subgraph;
  private final HttpServer server;
  private final List<Map<String, String>> headers = new CopyOnWriteArrayList<>();
  private volatile Behaviour behaviour = this::answer;

  /// How a request is treated.
  @FunctionalInterface
  public interface Behaviour {
    void handle(HttpServerRequest request, Buffer body);
  }

  public SubgraphServer(Vertx vertx, TestSubgraph subgraph) {
    this.subgraph = subgraph;
    subgraph.warmUp();
    this.server =
        vertx
            .createHttpServer(
                new HttpServerOptions().setHost("127.0.0.1").setCompressionSupported(true))
            .requestHandler(request -> {
              Map<String, String> seen = new java.util.HashMap<>();
              request
                  .headers()
                  .forEach(
                      h -> seen.put(h.getKey().toLowerCase(java.util.Locale.ROOT), h.getValue()));
              headers.add(seen);
              request.body().onSuccess(body -> behaviour.handle(request, body));
            })
            .listen(0)
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  public TestSubgraph subgraph() {
    return subgraph;
  }

  public String url() {
    return "http://127.0.0.1:%d/graphql".formatted(server.actualPort());
  }

  /// The headers of each request so far.
  public List<Map<String, String>> headers() {
    return headers;
  }

  public void behave(Behaviour changed) {
    behaviour = changed;
  }

  public void behaveWell() {
    behaviour = this::answer;
  }

  /// Answers every request with these bytes.
  public void always(int status, String contentType, String body) {
    behave((request, _) ->
        request.response().setStatusCode(status).putHeader("content-type", contentType).end(body));
  }

  @SuppressWarnings("unchecked")
  private void answer(HttpServerRequest request, Buffer body) {
    var values = (Map<String, Object>) JsonValues.read(body.getBytes(), JsonLimits.STANDARD);
    byte[] answer = new JsonOutput(1024).value(subgraph.answer(values)).toByteArray();
    request.response().putHeader("content-type", "application/json").end(Buffer.buffer(answer));
  }

  @Override
  public void close() {
    server.close().toCompletionStage().toCompletableFuture().join();
  }
}
