package dev.orrery.ipam.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.ipam.Crowd;
import dev.orrery.ipam.Ipam;
import dev.orrery.ipam.Space;
import dev.orrery.ipam.WithHouse;
import dev.orrery.kit.testing.PostgresForTests;
import dev.orrery.kit.testing.TokensForTests;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What holds when many want the same.
@WithHouse
class ContentionTest {
  TokensForTests tokens;
  PostgresForTests postgres;

  private Ipam ipam;

  @BeforeEach
  void anOrganizationOfItsOwn() {
    ipam = Ipam.ofANewOrganization(tokens);
  }

  @Test
  void sixtyFourClientsShareASlash24WithoutAClashAndToTheLastAddress() {
    String prefix = ipam.prefix("10.0.0.0/24");

    List<String> outcomes = Crowd.of(64, Collections.nCopies(640, () -> ipam.allocateFrom(prefix)));

    Set<String> taken = new HashSet<>(outcomes);
    taken.remove("POOL_EXHAUSTED");
    assertThat(taken).hasSize(254).allMatch(address -> address.startsWith("10.0.0."));
    assertThat(outcomes.stream().filter("POOL_EXHAUSTED"::equals)).hasSize(640 - 254);
    new Space(postgres).assertWhole();
  }

  @Test
  void thoseWhoChooseAndThoseWhoTakeTheNextDoNotClash() {
    String prefix = ipam.prefix("10.0.0.0/24");
    List<Callable<String>> wishes = new ArrayList<>();
    for (int i = 1; i <= 254; i++) {
      String chosen = "10.0.0." + i;
      wishes.add(() -> ipam.tryAddress(chosen));
      wishes.add(() -> ipam.allocateFrom(prefix));
    }
    Collections.shuffle(wishes, new Random(7));

    List<String> outcomes = Crowd.of(64, wishes);

    List<String> taken = outcomes.stream().filter(text -> text.startsWith("10.")).toList();
    assertThat(taken).hasSize(254).doesNotHaveDuplicates();
    assertThat(outcomes.stream().filter(text -> !text.startsWith("10.")))
        .hasSize(254)
        .containsOnly("ALREADY_EXISTS", "POOL_EXHAUSTED");
    new Space(postgres).assertWhole();
  }

  @Test
  void aTreeMadeByManyAtOnceIsTheTreeMadeByOne() {
    List<String> networks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      networks.add("10.%d.0.0/16".formatted(i));
      networks.add("10.%d.0.0/17".formatted(i));
      for (int j = 0; j < 5; j++) {
        networks.add("10.%d.%d.0/24".formatted(i, j * 50));
        networks.add("10.%d.%d.64/26".formatted(i, j * 50));
      }
    }
    networks.add("10.0.0.0/8");
    networks.forEach(ipam::prefix);
    String madeByOne = ipam.tree();
    ipam = Ipam.ofANewOrganization(tokens);
    List<Callable<String>> creations =
        new ArrayList<>(
            Stream.of(networks, networks)
                .flatMap(List::stream)
                .map(network -> (Callable<String>) () -> ipam.tryPrefix(network))
                .toList());
    Collections.shuffle(creations, new Random(11));

    List<String> outcomes = Crowd.of(16, creations);

    assertThat(ipam.tree()).isEqualTo(madeByOne);
    assertThat(outcomes.stream().filter("ALREADY_EXISTS"::equals)).hasSize(networks.size());
    new Space(postgres).assertWhole();
  }

  @Test
  void aTreeThatChangesUnderneathLosesNoAddressAndGivesNoneTwice() {
    String prefix = ipam.prefix("10.0.0.0/24");
    List<Callable<String>> work = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      work.add(() -> ipam.allocateFrom(prefix));
      if (i % 8 == 0) {
        String network = "10.0.0.%d/28".formatted(i / 8 * 16);
        work.add(() -> {
          ipam.delete("Prefix", ipam.prefix(network));
          return "rearranged";
        });
      }
      if (i % 10 == 0) {
        String network = "10.0.0.%d/30".formatted(i / 10 * 20);
        work.add(() -> ipam.tryPrefix(network));
      }
    }

    List<String> outcomes = Crowd.of(32, work);

    List<String> taken =
        outcomes.stream().filter(text -> text.matches("10\\.0\\.0\\.\\d+")).toList();
    assertThat(taken).hasSize(120).doesNotHaveDuplicates();
    assertThat(outcomes).doesNotContain("UNAVAILABLE", "INTERNAL", "CONFLICT");
    new Space(postgres).assertWhole();
  }

  @Test
  void oneKeyTakesOneAddressHoweverOftenItIsAsked() {
    String prefix = ipam.prefix("10.0.0.0/24");
    Map<String, Object> input = Map.of("prefix", prefix, "idempotencyKey", "key-1");

    List<String> ids =
        Crowd.of(
            32,
            Collections.nCopies(
                100, () -> ipam.allocate(input).getString("data.allocateIpAddress.ipAddress.id")));

    assertThat(new HashSet<>(ids)).hasSize(1).doesNotContainNull();
    assertThat(
            ipam.editor().data("{ ipAddresses { totalCount } }").getInt("ipAddresses.totalCount"))
        .isEqualTo(1);
    assertThat(
            ipam.allocate(Map.of("prefix", prefix, "idempotencyKey", "key-1", "dnsName", "other"))
                .getString("errors[0].extensions.code"))
        .isEqualTo("IDEMPOTENCY_KEY_REUSED");
  }

  @Test
  void aCrashOfTheDatabaseLeavesWholeAllocationsOrNone() throws Exception {
    String prefix = ipam.prefix("10.0.0.0/24");
    List<String> keys = Stream.generate(() -> UUID.randomUUID().toString()).limit(200).toList();
    Thread crash =
        Thread.ofVirtual()
            .start(() -> {
              try {
                Thread.sleep(400);
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
              postgres.kill();
              postgres.restart();
            });
    List<JsonPath> answers =
        Crowd.of(
            32,
            keys.stream()
                .map(key ->
                    (Callable<JsonPath>)
                        () -> ipam.allocate(Map.of("prefix", prefix, "idempotencyKey", key)))
                .toList());
    crash.join();
    Map<String, String> acknowledged = new java.util.HashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      String address = answers.get(i).getString("data.allocateIpAddress.ipAddress.address");
      if (address != null) {
        acknowledged.put(keys.get(i), address);
      }
    }

    Set<String> addresses = new TreeSet<>();
    for (String key : keys) {
      String address = again(prefix, key);
      addresses.add(address);
      if (acknowledged.containsKey(key)) {
        assertThat(address).isEqualTo(acknowledged.get(key));
      }
    }
    assertThat(acknowledged).as("some were before the crash, some after").hasSizeBetween(1, 199);
    assertThat(addresses).hasSize(200);
    assertThat(
            new Space(postgres)
                .count(
                    "select count(*) from outbox where event_type = 'dev.orrery.ipaddress.created.v1' and subject like 'changes.ipaddress.created.%s.%%'"
                        .formatted(ipam.organization())))
        .isEqualTo(200);
    new Space(postgres).assertWhole();
  }

  private String again(String prefix, String key) throws InterruptedException {
    for (int attempt = 0; ; attempt++) {
      JsonPath answer = ipam.allocate(Map.of("prefix", prefix, "idempotencyKey", key));
      String address = answer.getString("data.allocateIpAddress.ipAddress.address");
      if (address != null) {
        return address;
      }
      assertThat(answer.getString("errors[0].extensions.code")).isEqualTo("UNAVAILABLE");
      assertThat(attempt).as("the database is back").isLessThan(100);
      Thread.sleep(200);
    }
  }
}
