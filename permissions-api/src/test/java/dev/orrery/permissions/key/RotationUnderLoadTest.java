package dev.orrery.permissions.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orrery.kit.access.PublishedKeySet;
import dev.orrery.kit.access.TokenVerifier;
import dev.orrery.kit.testing.EventSchemas;
import dev.orrery.kit.testing.Graph;
import dev.orrery.kit.testing.Heard;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.permissions.OAuth;
import dev.orrery.permissions.People;
import dev.orrery.permissions.People.Person;
import dev.orrery.permissions.WithHouse;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// The signing key changes while everybody works.
@WithHouse
@WithTestResource(RotationUnderLoadTest.ShortLead.class)
class RotationUnderLoadTest {
  private static final String ROTATE =
      "mutation($i: RotateSigningKeyInput!) { rotateSigningKey(input: $i) { signsFrom } }";

  NatsForTests nats;

  /// New keys sign a second after they were published, for a test has no ten minutes.
  public static final class ShortLead implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
      return Map.of("orrery.keys.lead", "1S");
    }

    @Override
    public void stop() {}
  }

  @Test
  void noRequestFailsWhileKeysAreRotated() throws Exception {
    Person person = People.user(People.organization(People.operator(), "Acme"), "EDITOR");
    OAuth.setPassword(person.id(), "a long enough password");
    String early = People.token(Map.of());
    TokenVerifier elsewhere =
        TokenVerifier.withKeys(
            new PublishedKeySet(
                "http://localhost:%d/.well-known/jwks.json".formatted(RestAssured.port),
                Clock.systemUTC()),
            TokenVerifier.ISSUER);
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger done = new AtomicInteger();
    List<String> failures = java.util.Collections.synchronizedList(new ArrayList<>());
    Set<String> used = ConcurrentHashMap.newKeySet();
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      workers.add(
          Thread.startVirtualThread(() -> {
            while (!stop.get()) {
              try {
                String token = People.token(Map.of("subject", person.email()));
                used.add(kid(token));
                elsewhere.verify(token);
                if (!OAuth.lets(token)) {
                  failures.add("the graph refused");
                }
                done.incrementAndGet();
              } catch (RuntimeException | AssertionError broken) {
                failures.add(String.valueOf(broken));
              }
            }
          }));
    }

    await(done, 20);
    Instant asked = Instant.now();
    Instant from =
        Instant.parse(
            People.operator()
                .data(ROTATE, Map.of("i", Map.of()))
                .getString("rotateSigningKey.signsFrom"));
    assertThat(from).isAfterOrEqualTo(asked.plusMillis(990));
    Instant end = Instant.now().plus(Duration.ofSeconds(60));
    while (used.size() < 2) {
      assertThat(Instant.now()).as("the new key signs").isBefore(end);
      Thread.sleep(20);
    }
    await(done, done.get() + 20);
    stop.set(true);
    for (Thread worker : workers) {
      worker.join();
    }

    assertThat(failures).isEmpty();
    assertThat(used).hasSize(2);
    assertThat(done.get()).isGreaterThanOrEqualTo(40);
    assertThat(OAuth.lets(early)).as("a token of the first key").isTrue();
    System.out.printf("rotation under load: %d requests over 2 keys, 0 failures%n", done.get());
  }

  @Test
  void whenKeysAreInWrongHandsNoTokenOfBeforeIsGood() {
    String early = People.token(Map.of());
    Graph.as(early).data(ROTATE, Map.of("i", Map.of("compromised", true)));
    assertThat(OAuth.lets(early)).isFalse();
    assertThat(OAuth.lets(People.token(Map.of()))).isTrue();
    assertThat(RestAssured.get("/.well-known/jwks.json").jsonPath().getList("keys")).hasSize(1);
  }

  @Test
  void onlyOperatorsRotateKeys() {
    Person owner = People.user(People.organization(People.operator(), "Acme"), "OWNER");
    assertThat(owner.graph().refusal(ROTATE, Map.of("i", Map.of()))).isEqualTo("FORBIDDEN");
  }

  @Test
  void everyRotationIsToldAndSoIsWhoeverMayNotRotate() {
    Person owner = People.user(People.organization(People.operator(), "Acme"), "OWNER");
    owner.graph().refusal(ROTATE, Map.of("i", Map.of()));
    JsonPath denied = audited("denied", each -> owner.id().equals(each.getString("actor")));
    assertThat(denied.getString("code")).isEqualTo("FORBIDDEN");

    // One that signs from now on, so that no other test meets a key that begins later.
    Instant asked = Instant.now();
    People.operator().data(ROTATE, Map.of("i", Map.of("compromised", true)));
    JsonPath granted =
        audited("granted", each -> !Instant.parse(each.getString("time")).isBefore(asked));
    assertThat(granted.getString("actor")).isEqualTo("operator");
    assertThat(granted.getList("ids")).isEmpty();
  }

  private JsonPath audited(String outcome, Predicate<JsonPath> wanted) {
    JsonPath told =
        Heard.on(
                nats,
                "AUDIT",
                "audit.permissions.%s.-".formatted(outcome),
                1,
                each -> "rotateSigningKey".equals(each.getString("operation")) && wanted.test(each))
            .getFirst();
    EventSchemas.assertFits("audit/" + outcome, new ObjectMapper().valueToTree(told.get()));
    return told;
  }

  private static void await(AtomicInteger counter, int value) throws InterruptedException {
    Instant end = Instant.now().plus(Duration.ofSeconds(60));
    while (counter.get() < value) {
      assertThat(Instant.now()).isBefore(end);
      Thread.sleep(20);
    }
  }

  private static String kid(String token) {
    String header =
        new String(Base64.getUrlDecoder().decode(token.split("\\.")[0]), StandardCharsets.UTF_8);
    return header.replaceFirst(".*\"kid\":\"([^\"]+)\".*", "$1");
  }
}
