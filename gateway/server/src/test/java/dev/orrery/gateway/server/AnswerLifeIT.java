package dev.orrery.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.gateway.execution.testing.TestSubgraph;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nothing that shows somebody's data stays open for long: each request has one answer, which has
/// an end.
class AnswerLifeIT {
  @TempDir private static Path folder;
  private static ShopServers servers;
  private static GatewayProcess gateway;
  private static Tokens tokens;
  private static volatile CountDownLatch given = new CountDownLatch(1);

  @BeforeAll
  static void aSubgraphThatNeverAnswers() throws Exception {
    servers =
        new ShopServers(
            new TestSubgraph("a", "type Query { one: Int } type Mutation { make: Int }")
                .root("one", 1));
    servers
        .server("a")
        .behave((request, _) -> request.response().closeHandler(_ -> given.countDown()));
    Path list = folder.resolve("subgraphs.json");
    servers.list(list, "a");
    tokens = new Tokens();
    Path jwks = folder.resolve("jwks.json");
    tokens.publish(jwks);
    gateway =
        GatewayProcess.start(
            Map.of(
                "gateway.calls.timeout", "90s",
                "gateway.calls.mutation-timeout", "90s",
                "gateway.limits.answer", "2s",
                "orrery.jwks", jwks.toString()),
            "--subgraphs",
            list.toString());
  }

  @AfterAll
  static void stop() {
    gateway.close();
    servers.close();
  }

  /// What is deferred comes with the rest, so it is bounded with the rest.
  @Test
  void anAnswerThatTakesTooLongIsGivenUpWithItsCalls() throws Exception {
    given = new CountDownLatch(1);

    HttpResponse<String> answer =
        gateway.post(
            "{\"query\":\"{ ... @defer { one } }\"}", "authorization", tokens.bearer(Map.of()));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type").orElse(""))
        .startsWith("application/json");
    assertThat(answer.body()).contains("\"data\":null", "\"TIMEOUT\"", "within 2 seconds");
    assertThat(given.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aMutationIsAnsweredInTimeAsWell() throws Exception {
    assertThat(
            gateway
                .post("{\"query\":\"mutation { make }\"}", "authorization", tokens.bearer(Map.of()))
                .body())
        .contains("\"data\":null", "\"TIMEOUT\"");
  }

  @Test
  void noAnswerOutlivesTheToken() throws Exception {
    long almostOver = Instant.now().getEpochSecond() - 9;

    HttpResponse<String> answer =
        gateway.post(
            "{\"query\":\"{ one }\"}", "authorization", tokens.bearer(Map.of("exp", almostOver)));

    assertThat(answer.body()).contains("\"UNAUTHENTICATED\"").doesNotContain("TIMEOUT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/event-stream", "multipart/mixed; deferSpec=20220824"})
  void noStreamsAreServed(String accepted) throws Exception {
    HttpRequest request =
        gateway
            .to("/graphql")
            .header("content-type", "application/json")
            .header("accept", accepted)
            .header("authorization", tokens.bearer(Map.of()))
            .POST(HttpRequest.BodyPublishers.ofString("{\"query\":\"{ one }\"}"))
            .build();

    assertThat(gateway.send(request).statusCode()).isEqualTo(406);
  }

  @Test
  void noWebSocketIsOpened() throws Exception {
    URI address = URI.create(gateway.uri("/graphql").toString().replace("http:", "ws:"));
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThatThrownBy(() ->
              client
                  .newWebSocketBuilder()
                  .subprotocols("graphql-transport-ws")
                  .header("authorization", tokens.bearer(Map.of()))
                  .buildAsync(address, new WebSocket.Listener() {})
                  .get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(WebSocketHandshakeException.class);
    }
  }

  @Test
  void nobodySubscribes() throws Exception {
    assertThat(
            gateway
                .post(
                    "{\"query\":\"subscription { one }\"}",
                    "authorization",
                    tokens.bearer(Map.of()))
                .body())
        .contains("\"errors\"")
        .doesNotContain("\"data\"");
  }
}
