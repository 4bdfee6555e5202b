package dev.orrery.gateway.execution.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.execution.http.SubgraphReply.Answered;
import dev.orrery.gateway.execution.http.SubgraphReply.Failed;
import dev.orrery.gateway.execution.http.SubgraphReply.Reason;
import dev.orrery.gateway.execution.json.JsonOutput;
import dev.orrery.gateway.execution.testing.SubgraphServer;
import dev.orrery.gateway.execution.testing.TestSubgraph;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpTransportTest {
  private static Vertx vertx;

  private SubgraphServer server;
  private final List<SubgraphTransport> opened = new ArrayList<>();

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stopVertx() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @BeforeEach
  void startServer() {
    server =
        new SubgraphServer(
            vertx, new TestSubgraph("s", "type Query { hello: String }").root("hello", "world"));
  }

  @AfterEach
  void stopServer() {
    opened.forEach(SubgraphTransport::close);
    server.close();
  }

  private SubgraphTransport open(SubgraphSettings settings) {
    SubgraphTransport transport = new HttpTransport(vertx, server.url(), settings);
    opened.add(transport);
    return transport;
  }

  private static Future<SubgraphReply> send(SubgraphTransport transport, ForwardedHeaders headers) {
    JsonOutput body = new JsonOutput(32).raw("{\"query\":\"{hello}\"}");
    return transport.send(new SubgraphRequest(body, headers, false));
  }

  private static Future<SubgraphReply> change(SubgraphTransport transport) {
    JsonOutput body = new JsonOutput(32).raw("{\"query\":\"mutation{hello}\"}");
    return transport.send(new SubgraphRequest(body, ForwardedHeaders.NONE, true));
  }

  private static SubgraphReply ask(SubgraphTransport transport) {
    return send(transport, ForwardedHeaders.NONE).toCompletionStage().toCompletableFuture().join();
  }

  private static String text(SubgraphReply reply) {
    assertThat(reply).isInstanceOf(Answered.class);
    Answered answered = (Answered) reply;
    return new String(
        answered.bytes(), 0, answered.length(), java.nio.charset.StandardCharsets.UTF_8);
  }

  private static void assertFailed(SubgraphReply reply, Reason reason) {
    assertThat(reply).isInstanceOf(Failed.class);
    assertThat(((Failed) reply).reason()).isEqualTo(reason);
  }

  @Test
  void keepsConnections() {
    Set<Object> connections = ConcurrentHashMap.newKeySet();
    server.behave((request, _) -> {
      connections.add(request.connection());
      request.response().putHeader("content-type", "application/json").end("{}");
    });
    SubgraphTransport transport = open(SubgraphSettings.STANDARD);
    for (int i = 0; i < 20; i++) {
      assertThat(text(ask(transport))).isEqualTo("{}");
    }
    // The next question may come before the last answer's connection is back in the pool.
    assertThat(connections).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void mutationsThatWaitKeepNoQueryFromItsConnection() {
    List<HttpServerRequest> waiting = new CopyOnWriteArrayList<>();
    server.behave((request, body) -> {
      if (body.toString().contains("mutation")) {
        waiting.add(request);
      } else {
        request.response().putHeader("content-type", "application/json").end("{}");
      }
    });
    SubgraphTransport transport = open(SubgraphSettings.STANDARD);
    List<Future<SubgraphReply>> mutations = new ArrayList<>();
    for (int i = 0; i < SubgraphSettings.STANDARD.maxConnections() + 1; i++) {
      mutations.add(change(transport));
    }
    Instant end = Instant.now().plusSeconds(30);
    while (waiting.size() < SubgraphSettings.STANDARD.maxConnections()) {
      assertThat(Instant.now()).as("not every connection is taken").isBefore(end);
      Thread.onSpinWait();
    }

    assertThat(text(ask(transport))).isEqualTo("{}");
    assertThat(mutations).noneMatch(Future::isComplete);
  }

  @Test
  void speaksHttp2WithPriorKnowledge() {
    List<HttpVersion> versions = new ArrayList<>();
    server.behave((request, _) -> {
      versions.add(request.version());
      request.response().putHeader("content-type", "application/json").end("{\"data\":{}}");
    });
    assertThat(text(ask(open(SubgraphSettings.STANDARD.withHttp2(true)))))
        .isEqualTo("{\"data\":{}}");
    assertThat(versions).containsExactly(HttpVersion.HTTP_2);
  }

  @Test
  void readsCompressedAnswers() {
    String large = "{\"data\":{\"hello\":\"%s\"}}".formatted("x".repeat(10_000));
    server.always(200, "application/json", large);
    assertThat(text(ask(open(SubgraphSettings.STANDARD)))).isEqualTo(large);
    assertThat(server.headers().getFirst()).containsKey("accept-encoding");
  }

  @Test
  void sendsOnlyTheForwardedHeaders() {
    var headers =
        ForwardedHeaders.select(
            ForwardedHeaders.STANDARD,
            name ->
                switch (name) {
                  case "authorization" -> "Bearer t";
                  case "traceparent" -> "00-1";
                  case "x-user" -> "root";
                  default -> null;
                });
    send(open(SubgraphSettings.STANDARD), headers).toCompletionStage().toCompletableFuture().join();
    assertThat(server.headers().getFirst())
        .containsEntry("authorization", "Bearer t")
        .containsEntry("traceparent", "00-1")
        .doesNotContainKey("x-user");
  }

  @Test
  void givesUpOnAHungSubgraph() {
    server.behave((_, _) -> {});
    long start = System.nanoTime();
    assertFailed(
        ask(open(SubgraphSettings.STANDARD.withTimeout(Duration.ofMillis(150)))), Reason.TIMEOUT);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isLessThan(SubgraphSettings.STANDARD.timeout());
  }

  @Test
  void givesUpOnASubgraphThatDripsItsAnswer() {
    server.behave((request, _) -> {
      var response =
          request.response().setChunked(true).putHeader("content-type", "application/json");
      vertx.setPeriodic(
          20,
          id -> {
            if (response.closed()) {
              vertx.cancelTimer(id);
            } else {
              response.write(" ");
            }
          });
    });
    assertFailed(
        ask(open(SubgraphSettings.STANDARD.withTimeout(Duration.ofMillis(200)))), Reason.TIMEOUT);
  }

  @Test
  void namesASubgraphThatIsNotThere() {
    server.close();
    assertFailed(ask(open(SubgraphSettings.STANDARD)), Reason.UNREACHABLE);
  }

  @Test
  void namesAConnectionThatBreaks() {
    server.behave((request, _) -> request.connection().close());
    assertFailed(ask(open(SubgraphSettings.STANDARD)), Reason.BROKEN);
  }

  @Test
  void stopsReadingAtTheLimitAnnouncedOrNot() {
    SubgraphTransport transport = open(SubgraphSettings.STANDARD.withMaxResponseBytes(1_000_000));
    Buffer fifty = Buffer.buffer(new byte[50_000_000]);
    server.behave((request, _) ->
        request.response().putHeader("content-type", "application/json").end(fifty));
    assertFailed(ask(transport), Reason.TOO_LARGE);
    server.behave((request, _) ->
        request
            .response()
            .setChunked(true)
            .putHeader("content-type", "application/json")
            .end(fifty));
    assertFailed(ask(transport), Reason.TOO_LARGE);
  }

  @Test
  void aStatusWithoutAGraphqlBodyIsARefusalAndOneWithIsAnAnswer() {
    SubgraphTransport transport = open(SubgraphSettings.STANDARD);
    server.always(502, "text/html", "<html>Bad Gateway</html>");
    assertFailed(ask(transport), Reason.REFUSED);
    server.always(400, "application/graphql-response+json", "{\"errors\":[{\"message\":\"no\"}]}");
    assertThat(text(ask(transport))).startsWith("{\"errors\"");
  }

  @Test
  void refusesWhenTooManyCallsWait() {
    server.behave((_, _) -> {});
    SubgraphTransport transport =
        open(
            new SubgraphSettings(
                Duration.ofMillis(500), Duration.ofSeconds(5), 1, 1, 1000, false, false));
    List<Future<SubgraphReply>> replies = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      replies.add(send(transport, ForwardedHeaders.NONE));
    }
    List<Reason> reasons =
        replies.stream()
            .map(r -> ((Failed) r.toCompletionStage().toCompletableFuture().join()).reason())
            .toList();
    assertThat(reasons).contains(Reason.OVERLOADED, Reason.TIMEOUT);
  }
}
