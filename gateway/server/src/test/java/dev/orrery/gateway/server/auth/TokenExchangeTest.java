package dev.orrery.gateway.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TokenExchangeTest {
  private final SettableClock clock = new SettableClock();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile String body = "{\"access_token\":\"jwt\",\"expires_in\":600}";

  private interface Trial {
    void run(TokenExchange exchange) throws Exception;
  }

  private void with(Trial trial) throws Exception {
    Vertx vertx = Vertx.vertx();
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        http -> {
          asked.add(new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          http.sendResponseHeaders(status, bytes.length);
          http.getResponseBody().write(bytes);
          http.close();
        });
    server.start();
    try {
      trial.run(
          new TokenExchange(
              URI.create("http://127.0.0.1:%d/token".formatted(server.getAddress().getPort())),
              vertx,
              clock));
    } finally {
      server.stop(0);
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  private static TokenExchange.Outcome ask(TokenExchange exchange, String secret) throws Exception {
    return exchange
        .exchange(secret)
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private static String secret(char letter) {
    return "orrery_pat_" + String.valueOf(letter).repeat(49);
  }

  @Test
  void asksOnceForManyRequestsWithOneToken() throws Exception {
    with(exchange -> {
      List<CompletableFuture<TokenExchange.Outcome>> answers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        answers.add(exchange.exchange(secret('a')).toCompletionStage().toCompletableFuture());
      }
      for (CompletableFuture<TokenExchange.Outcome> answer : answers) {
        assertThat(answer.get(10, TimeUnit.SECONDS))
            .isEqualTo(new TokenExchange.Outcome.Exchanged("jwt"));
      }
      assertThat(asked).hasSize(1);
      assertThat(asked.getFirst())
          .contains("grant-type%3Atoken-exchange", "personal-access-token", secret('a'));
    });
  }

  @Test
  void asksAgainBeforeTheAccessTokenEnds() throws Exception {
    with(exchange -> {
      ask(exchange, secret('a'));
      clock.now = clock.now.plusSeconds(554);
      ask(exchange, secret('a'));
      assertThat(asked).hasSize(1);
      clock.now = clock.now.plusSeconds(2);
      ask(exchange, secret('a'));
      assertThat(asked).hasSize(2);
    });
  }

  @Test
  void remembersARefusalForTenSeconds() throws Exception {
    status = 400;
    with(exchange -> {
      assertThat(ask(exchange, secret('b'))).isInstanceOf(TokenExchange.Outcome.Refused.class);
      assertThat(ask(exchange, secret('b'))).isInstanceOf(TokenExchange.Outcome.Refused.class);
      assertThat(asked).hasSize(1);
      status = 200;
      clock.now = clock.now.plusSeconds(11);
      assertThat(ask(exchange, secret('b'))).isInstanceOf(TokenExchange.Outcome.Exchanged.class);
    });
  }

  @Test
  void anOutageIsNoRefusalAndOverWhenItIsOver() throws Exception {
    status = 503;
    with(exchange -> {
      assertThat(ask(exchange, secret('c'))).isInstanceOf(TokenExchange.Outcome.Unavailable.class);
      status = 200;
      body = "no json";
      clock.now = clock.now.plusSeconds(2);
      assertThat(ask(exchange, secret('c'))).isInstanceOf(TokenExchange.Outcome.Unavailable.class);
      body = "{\"access_token\":\"jwt\",\"expires_in\":600}";
      clock.now = clock.now.plusSeconds(2);
      assertThat(ask(exchange, secret('c'))).isInstanceOf(TokenExchange.Outcome.Exchanged.class);
    });
  }

  @Test
  void whatCannotBeOneIsNotAskedAbout() throws Exception {
    with(exchange -> {
      for (String odd : List.of("orrery_pat_", secret('d') + "x", secret('%'), secret('ä'))) {
        assertThat(ask(exchange, odd)).isInstanceOf(TokenExchange.Outcome.Refused.class);
      }
      assertThat(asked).isEmpty();
    });
  }

  @Test
  void nothingSaysTheSecret() {
    assertThat(new TokenExchange.Outcome.Exchanged("jwt").toString()).doesNotContain("jwt");
  }

  private static final class SettableClock extends Clock {
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
