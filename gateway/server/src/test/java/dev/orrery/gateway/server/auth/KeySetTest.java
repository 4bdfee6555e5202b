package dev.orrery.gateway.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.orrery.kit.testing.TokensForTests;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.keys.EllipticCurves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeySetTest {
  @TempDir private Path folder;
  private final SettableClock clock = new SettableClock();

  private static final class SettableClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

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

  private static String json(String... ids) throws Exception {
    JsonWebKey[] keys = new JsonWebKey[ids.length];
    for (int i = 0; i < ids.length; i++) {
      keys[i] = EcJwkGenerator.generateJwk(EllipticCurves.P256);
      keys[i].setKeyId(ids[i]);
    }
    return new JsonWebKeySet(keys).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
  }

  @Test
  void findsAKeyThatWasAddedLater() throws Exception {
    Path file = folder.resolve("jwks.json");
    Files.writeString(file, json("k1"));
    KeySet keys = new KeySet(file.toString(), clock);
    assertThat(keys.find("k1")).isNotNull();
    Files.writeString(file, json("k1", "k2"));
    assertThat(keys.find("k2")).isNotNull();
  }

  @Test
  void whileNothingCouldBeReadNoTokenIsRefusedForIt() throws Exception {
    Path file = folder.resolve("jwks.json");
    KeySet keys = new KeySet(file.toString(), clock);
    assertThatThrownBy(() -> keys.find("k1")).isInstanceOf(KeySet.Unread.class);
    Files.writeString(file, json("k1"));
    assertThatThrownBy(() -> keys.find("k1")).as("tried once a second").isNotNull();
    clock.now = clock.now.plusMillis(1001);
    assertThat(keys.find("k1")).isNotNull();
    assertThat(keys.find("k2")).isNull();
  }

  @Test
  void whileNothingCouldBeReadATokenIsNeitherGoodNorBad() {
    TokenCheck check =
        new TokenCheck(
            folder.resolve("jwks.json").toString(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            clock);
    String token = TokensForTests.withNewKey().ofPlatform("operator");
    assertThatThrownBy(() -> check.check(token)).isInstanceOf(KeySet.Unread.class);
  }

  @Test
  void readsAtMostTwiceAMinuteWhateverIdsAreMadeUp() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    byte[] body = json("k1").getBytes(StandardCharsets.UTF_8);
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          reads.incrementAndGet();
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      KeySet keys =
          new KeySet("http://127.0.0.1:%d/jwks".formatted(server.getAddress().getPort()), clock);
      for (int i = 0; i < 50; i++) {
        assertThat(keys.find("made-up-" + i)).isNull();
      }
      assertThat(reads).hasValue(2);
      assertThat(keys.find("k1")).isNotNull();
      clock.now = clock.now.plus(Duration.ofSeconds(61));
      keys.find("made-up");
      assertThat(reads).hasValue(3);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void keepsItsKeysWhenTheyCannotBeReadAgain() throws Exception {
    Path file = folder.resolve("jwks.json");
    Files.writeString(file, json("k1"));
    KeySet keys = new KeySet(file.toString(), clock);
    assertThat(keys.find("k1")).isNotNull();
    Files.writeString(file, "broken");
    assertThat(keys.find("k2")).isNull();
    assertThat(keys.find("k1")).isNotNull();
  }
}
