package dev.orrery.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.testing.TokenAttacks;
import dev.orrery.kit.testing.TokensForTests;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// The gateway's door; what it refuses reaches no subgraph.
class TokenAttacksIT implements TokenAttacks {
  private static final String QUESTION = "{\"query\":\"{ me { id } }\"}";
  private static final int TOO_LARGE_FOR_ANY_HEADER = 431;
  private static final int LARGEST_HEADER = 8 * 1024;

  @TempDir private static Path folder;
  private static final TokensForTests KEYS = TokensForTests.withNewKey();
  private static ShopServers shop;
  private static GatewayProcess gateway;

  @BeforeAll
  static void start() throws Exception {
    shop = new ShopServers();
    Path list = folder.resolve("subgraphs.json");
    shop.list(list);
    Path jwks = folder.resolve("jwks.json");
    KEYS.writeJwks(jwks);
    gateway =
        GatewayProcess.start(
            Map.of(
                "orrery.jwks",
                jwks.toString(),
                "orrery.tokens.type",
                "at+jwt",
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
    shop.close();
  }

  @Override
  public TokensForTests keys() {
    return KEYS;
  }

  @Override
  public boolean admits(String token) {
    int before = shop.server("users").headers().size();
    HttpResponse<String> answer;
    try {
      answer = gateway.post(QUESTION, "authorization", "Bearer " + token);
    } catch (IOException hungUp) {
      // The answer 431 may be lost: whoever sends on is cut off.
      assertThat(token.length()).as("it hung up: %s", hungUp).isGreaterThan(LARGEST_HEADER);
      assertThat(shop.server("users").headers()).hasSize(before);
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
    if (answer.statusCode() == 200) {
      return true;
    }
    assertThat(answer.statusCode()).isIn(401, TOO_LARGE_FOR_ANY_HEADER);
    if (answer.statusCode() == 401) {
      assertThat(answer.body()).contains("\"code\":\"UNAUTHENTICATED\"");
    }
    assertThat(shop.server("users").headers()).hasSize(before);
    return false;
  }
}
