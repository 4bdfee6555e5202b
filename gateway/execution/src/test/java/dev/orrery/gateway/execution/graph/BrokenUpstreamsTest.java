package dev.orrery.gateway.execution.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.composition.Composer;
import dev.orrery.gateway.composition.CompositionResult;
import dev.orrery.gateway.composition.SubgraphSource;
import dev.orrery.gateway.execution.error.ErrorCode;
import dev.orrery.gateway.execution.http.ForwardedHeaders;
import dev.orrery.gateway.execution.http.HttpTransport;
import dev.orrery.gateway.execution.http.SubgraphSettings;
import dev.orrery.gateway.execution.http.SubgraphTransport;
import dev.orrery.gateway.execution.operation.GraphQlRequest;
import dev.orrery.gateway.execution.run.FetchLog;
import dev.orrery.gateway.execution.testing.RawServer;
import dev.orrery.gateway.execution.testing.RawServer.Answer;
import dev.orrery.gateway.execution.testing.Shop;
import dev.orrery.gateway.execution.testing.SubgraphServer;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// One of two subgraphs sends, over a real socket, what no subgraph should: its field is null with
/// an error that says nothing of the cause, the other's data is there, in time, and no more is read
/// than allowed. Simpler faults are in [FederatedGraphTest].
class BrokenUpstreamsTest {
  private static final int MOST = 1_000_000;
  // What the sockets on both sides may hold besides.
  private static final long BUFFERED = 16_000_000;
  private static final Duration TIMEOUT = Duration.ofMillis(700);
  private static final String CHUNKED =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";

  private final Vertx vertx = Vertx.vertx();
  private final SubgraphServer users = new SubgraphServer(vertx, Shop.users());
  private final RawServer reviews = new RawServer(_ -> {});
  private final FederatedGraph graph = graph();

  private FederatedGraph graph() {
    var sources =
        List.of(
            new SubgraphSource("users", users.url(), Shop.users().sdl()),
            new SubgraphSource("products", users.url(), Shop.products().sdl()),
            new SubgraphSource("reviews", reviews.url(), Shop.reviews().sdl()));
    var settings = SubgraphSettings.STANDARD.withTimeout(TIMEOUT).withMaxResponseBytes(MOST);
    Map<String, SubgraphTransport> transports =
        Map.of(
            "users", new HttpTransport(vertx, users.url(), settings),
            "products", new HttpTransport(vertx, users.url(), settings),
            "reviews", new HttpTransport(vertx, reviews.url(), settings));
    return switch (Composer.compose(sources)) {
      case CompositionResult.Composed(var supergraph, _) ->
          new FederatedGraph(vertx, supergraph, transports, GraphSettings.STANDARD, new Silent());
      case CompositionResult.Failed(var errors, _) -> throw new AssertionError(errors.toString());
    };
  }

  private static final class Silent implements FetchLog {
    @Override
    public void failed(String subgraph, ErrorCode code, String detail, String traceId) {}

    @Override
    public void hidden(String subgraph, Object error, String traceId) {}
  }

  @AfterEach
  void close() {
    graph.close();
    users.close();
    reviews.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private String ask() {
    var reply = new CompletableFuture<String>();
    vertx.runOnContext(_ ->
        graph
            .execute(
                new GraphQlRequest("{ me { name reviews { body } } }", null, Map.of(), false),
                new Caller(ForwardedHeaders.NONE, "trace"))
            .map(done -> GraphQlReply.body(done).toString())
            .onSuccess(reply::complete)
            .onFailure(reply::completeExceptionally));
    return reply.join();
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("entities are null", "INVALID_RESPONSE", json("{\"data\":{\"_entities\":null}}")),
        fault("fewer entities than asked for", "INVALID_RESPONSE", entities("")),
        fault(
            "more entities than asked for",
            "INVALID_RESPONSE",
            entities("{\"reviews\":[]},{\"reviews\":[]}")),
        fault("null in a list of none", "INVALID_RESPONSE", entities("{\"reviews\":[null]}")),
        fault(
            "an object for a list", "INVALID_RESPONSE", entities("{\"reviews\":{\"body\":\"\"}}")),
        fault(
            "a key twice",
            "INVALID_RESPONSE",
            entities("{\"reviews\":[],\"reviews\":[{\"body\":\"secret\"}]}")),
        fault(
            "an error with a number beyond every measure",
            "INVALID_RESPONSE",
            json(
                "{\"data\":null,\"errors\":[{\"message\":\"secret\",\"extensions\":{\"n\":1e99999999999}}]}")),
        fault(
            "an error with a number of half a million digits",
            "INVALID_RESPONSE",
            json("{\"data\":null,\"errors\":[" + "9".repeat(500_000) + "]}")),
        fault(
            "an error with a key twice",
            "INVALID_RESPONSE",
            json("{\"data\":null,\"errors\":[{\"message\":\"a\",\"message\":\"secret\"}]}")),
        fault(
            "no UTF-8",
            "INVALID_RESPONSE",
            RawServer.ok(
                "{\"data\":{\"_entities\":[{\"reviews\":[{\"body\":\"\u00ff\"}]}]}}"
                    .getBytes(StandardCharsets.ISO_8859_1),
                "")),
        fault("100,000 open brackets", "INVALID_RESPONSE", json("[".repeat(100_000))),
        fault(
            "a socket closed in the middle of the body",
            "UNAVAILABLE",
            out ->
                write(
                    out,
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n"
                        + "{\"data\":{\"_entities\":[{\"revi")),
        fault(
            "a chunk that does not come whole",
            "UNAVAILABLE",
            out -> write(out, CHUNKED + "1000\r\n{\"data\":")),
        fault(
            "garbage for a chunk's length",
            "UNAVAILABLE",
            out -> write(out, CHUNKED + "secret\r\n{}\r\n0\r\n\r\n")),
        fault("no HTTP at all", "UNAVAILABLE", out -> write(out, "SSH-2.0-secret\r\n\r\n")),
        fault(
            "a body that drips for ever",
            "TIMEOUT",
            out -> {
              write(out, CHUNKED);
              while (true) {
                write(out, "1\r\n \r\n");
                Thread.sleep(20);
              }
            }),
        fault(
            "50 MB announced",
            "INVALID_RESPONSE",
            out -> {
              write(
                  out,
                  "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 50000000\r\n\r\n");
              flood(out);
            }),
        fault(
            "50 MB until the socket closes",
            "INVALID_RESPONSE",
            out -> {
              write(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
              flood(out);
            }),
        fault(
            "50 MB packed into 50 kB",
            "INVALID_RESPONSE",
            RawServer.ok(packed(new byte[50_000_000]), "Content-Encoding: gzip\r\n")));
  }

  private static Arguments fault(String name, String code, Answer answer) {
    return Arguments.of(name, code, answer);
  }

  private static Answer json(String body) {
    return RawServer.ok(body.getBytes(StandardCharsets.UTF_8), "");
  }

  private static Answer entities(String entities) {
    return json("{\"data\":{\"_entities\":[%s]}}".formatted(entities));
  }

  private static void write(java.io.OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void flood(java.io.OutputStream out) throws IOException {
    byte[] block = " ".repeat(50_000).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 1_000; i++) {
      out.write(block);
    }
  }

  private static byte[] packed(byte[] bytes) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("faults")
  void aBrokenAnswerCostsItsFieldOnly(String name, String code, Answer answer) {
    reviews.answer(answer);
    long start = System.nanoTime();
    assertThat(ask())
        .startsWith("{\"data\":{\"me\":{\"name\":\"Name of u1\",\"reviews\":null}},\"errors\":[{")
        .contains("\"path\":[\"me\",\"reviews\"", "\"code\":\"" + code + "\"")
        .doesNotContain("secret");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.plusSeconds(2));
    assertThat(reviews.written()).isLessThan(MOST + BUFFERED);
  }

  @Test
  void aTypeNameThatIsNoneDoesNotKeepAnErrorFromItsPlace() {
    users.always(
        200,
        "application/json",
        "{\"data\":{\"me\":{\"__typename\":{\"x\":1,\"x\":2},\"id\":\"u1\",\"name\":\"Ann\"}}}");
    assertThat(ask()).contains("\"name\":\"Ann\",\"reviews\":null", "UNAVAILABLE");
  }
}
