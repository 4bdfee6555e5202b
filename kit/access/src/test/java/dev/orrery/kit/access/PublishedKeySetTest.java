package dev.orrery.kit.access;

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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OctJwkGenerator;
import org.jose4j.keys.EllipticCurves;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedKeySetTest {
  @TempDir private Path folder;
  private final SettableClock clock = new SettableClock();
  private final AtomicInteger reads = new AtomicInteger();
  private volatile String published;
  private HttpServer server;
  private PublishedKeySet keys;

  @BeforeEach
  void publish() throws Exception {
    published = json("k1");
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          reads.incrementAndGet();
          byte[] body = published.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(published.isEmpty() ? 500 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    keys =
        new PublishedKeySet(
            "http://127.0.0.1:%d/jwks.json".formatted(server.getAddress().getPort()), clock);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void unknownIdsCostTwoReadsAMinuteHoweverManyAreMadeUp() {
    for (int i = 0; i < 200; i++) {
      assertThat(keys.find("made-up-" + i)).isNull();
    }
    assertThat(reads).hasValue(2);
    assertThat(keys.find("k1")).isNotNull();
    clock.now = clock.now.plusSeconds(61);
    for (int i = 0; i < 200; i++) {
      assertThat(keys.find("made-up-" + i)).isNull();
    }
    assertThat(reads).hasValue(4);
  }

  @Test
  void aNewKeyIsKnownBeforeItSignsEvenUnderAnAttackOfUnknownIds() throws Exception {
    assertThat(keys.find("k1")).isNotNull();
    keys.find("made-up");
    published = json("k1", "k2");
    clock.now = clock.now.plus(PublishedKeySet.REFRESH).plusSeconds(1);
    assertThat(keys.find("k1")).isNotNull();
    eventually(() -> reads.get() == 3);
    keys.find("made-up-again");
    keys.find("and-again");
    assertThat(keys.find("k2")).as("learned although nobody may read any more").isNotNull();
  }

  @Test
  void aWithdrawnKeyIsForgottenWithinAMinute() throws Exception {
    assertThat(keys.find("k1")).isNotNull();
    published = json("k2");
    clock.now = clock.now.plus(PublishedKeySet.REFRESH).plusSeconds(1);
    assertThat(keys.find("k1")).as("nobody waits for the reading").isNotNull();
    eventually(() -> keys.find("k1") == null);
  }

  @Test
  void keysStayWhenTheyCannotBeReadAgain() {
    assertThat(keys.find("k1")).isNotNull();
    published = "";
    clock.now = clock.now.plusSeconds(3600);
    assertThat(keys.find("k2")).isNull();
    assertThat(keys.find("k1")).isNotNull();
  }

  @Test
  void whileNothingCouldBeReadNobodyIsRefusedForIt() throws Exception {
    String json = published;
    published = "";
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> keys.find("k1")).isInstanceOf(KeysUnknownException.class);
    }
    assertThat(reads).as("once a second").hasValue(1);
    clock.now = clock.now.plusMillis(1001);
    assertThatThrownBy(() -> keys.find("k1")).isInstanceOf(KeysUnknownException.class);

    published = json;
    clock.now = clock.now.plusMillis(1001);
    assertThat(keys.find("k1")).isNotNull();
  }

  @Test
  void whileNothingCouldBeReadATokenIsNeitherGoodNorBad() {
    published = "";
    TokenVerifier verifier = TokenVerifier.withKeys(keys, TokenVerifier.ISSUER);
    String token = TokensForTests.withNewKey().ofPlatform("operator");
    assertThatThrownBy(() -> verifier.verify(token)).isInstanceOf(KeysUnknownException.class);
  }

  @Test
  void aSecretThatIsPublishedVerifiesNothing() throws Exception {
    JsonWebKey secret = OctJwkGenerator.generateJwk(256);
    secret.setKeyId("shared");
    published = new JsonWebKeySet(secret).toJson(JsonWebKey.OutputControlLevel.INCLUDE_SYMMETRIC);
    assertThat(keys.find("shared")).isNull();
  }

  @Test
  void keysComeFromAFileToo() throws Exception {
    Path file = folder.resolve("jwks.json");
    Files.writeString(file, json("k1"));
    for (String location : new String[] {file.toString(), "file:" + file}) {
      assertThat(new PublishedKeySet(location, clock).find("k1")).isNotNull();
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

  private static void eventually(BooleanSupplier condition) throws InterruptedException {
    Instant end = Instant.now().plus(Duration.ofSeconds(10));
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(end);
      Thread.sleep(10);
    }
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
