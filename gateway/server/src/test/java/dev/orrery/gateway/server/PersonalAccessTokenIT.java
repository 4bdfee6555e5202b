package dev.orrery.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.orrery.kit.testing.TokensForTests;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A personal access token at the gateway.
class PersonalAccessTokenIT {
  private static final String QUESTION = "{\"query\":\"{ me { id } }\"}";
  private static final TokensForTests KEYS = TokensForTests.withNewKey();
  private static final List<String> EXCHANGES = new CopyOnWriteArrayList<>();

  @TempDir private static Path folder;
  private static ShopServers shop;
  private static HttpServer permissions;
  private static GatewayProcess gateway;
  private static volatile int status;
  private static volatile String issued;

  @BeforeAll
  static void start() throws Exception {
    shop = new ShopServers();
    Path list = folder.resolve("subgraphs.json");
    shop.list(list);
    Path jwks = folder.resolve("jwks.json");
    KEYS.writeJwks(jwks);
    permissions = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    permissions.createContext(
        "/oauth/token",
        exchange -> {
          EXCHANGES.add(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] body =
              "{\"access_token\":\"%s\",\"expires_in\":600}"
                  .formatted(issued)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    permissions.start();
    gateway =
        GatewayProcess.start(
            Map.of(
                "orrery.jwks",
                jwks.toString(),
                "orrery.tokens.type",
                "at+jwt",
                "orrery.tokens.endpoint",
                "http://127.0.0.1:%d/oauth/token".formatted(permissions.getAddress().getPort()),
                "mp.jwt.verify.issuer",
                TokensForTests.ISSUER,
                "mp.jwt.verify.audiences",
                TokensForTests.AUDIENCE),
            "--subgraphs",
            list.toString());
  }

  @AfterAll
  static void stop() {
    gateway.close();
    permissions.stop(0);
    shop.close();
  }

  @BeforeEach
  void permissionsAnswers() {
    status = 200;
    issued = KEYS.at(0, "user_1");
    EXCHANGES.clear();
  }

  private static String secret(char letter) {
    return "orrery_pat_" + String.valueOf(letter).repeat(49);
  }

  private static HttpResponse<String> ask(String secret) throws Exception {
    return gateway.post(QUESTION, "authorization", "Bearer " + secret);
  }

  @Test
  void isExchangedOnceAndSubgraphsSeeTheAccessTokenAlone() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(ask(secret('a')).body()).isEqualTo("{\"data\":{\"me\":{\"id\":\"u1\"}}}");
    }
    assertThat(EXCHANGES).hasSize(1);
    assertThat(EXCHANGES.getFirst())
        .contains("token-exchange", "personal-access-token", secret('a'));
    assertThat(shop.server("users").headers().getLast())
        .containsEntry("authorization", "Bearer " + issued);
    assertThat(shop.server("users").headers().toString()).doesNotContain(secret('a'));
    assertThat(gateway.log()).doesNotContain(secret('a')).doesNotContain(issued);
  }

  @Test
  void oneThatIsRefusedIsUnauthenticatedAndNotAskedAboutAgainSoon() throws Exception {
    status = 400;
    for (int i = 0; i < 5; i++) {
      HttpResponse<String> answer = ask(secret('b'));
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.body()).contains("UNAUTHENTICATED").doesNotContain(secret('b'));
    }
    assertThat(EXCHANGES).hasSize(1);
  }

  @Test
  void whatCannotBeOneIsNotAskedAbout() throws Exception {
    for (String odd : List.of("orrery_pat_", "orrery_pat_x", secret('c') + "x", secret('%'))) {
      assertThat(ask(odd).statusCode()).isEqualTo(401);
    }
    assertThat(EXCHANGES).isEmpty();
  }

  @Test
  void anOutageIsNoRefusalAndIsOverWhenItIsOver() throws Exception {
    status = 503;
    assertThat(ask(secret('d')).statusCode()).isEqualTo(503);
    status = 200;
    Thread.sleep(1_100);
    assertThat(ask(secret('d')).statusCode()).isEqualTo(200);
  }

  @Test
  void anAnswerThatIsNotOursLetsNobodyIn() throws Exception {
    issued = TokensForTests.withNewKey().ofPlatform("operator");
    assertThat(ask(secret('e')).statusCode()).isEqualTo(401);
  }
}
