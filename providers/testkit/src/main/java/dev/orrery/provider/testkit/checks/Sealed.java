package dev.orrery.provider.testkit.checks;

import static dev.orrery.provider.testkit.checks.Clause.SEALED_SECRETS;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.provider.testkit.bench.Bench;
import dev.orrery.provider.testkit.bench.Broken;
import dev.orrery.provider.testkit.bench.Json;
import dev.orrery.provider.testkit.bench.NotApplicable;
import dev.orrery.provider.testkit.bench.Order;
import dev.orrery.provider.testkit.bench.Said;
import dev.orrery.provider.testkit.bench.Sealing;
import java.util.List;
import java.util.Map;

/// A secret is sealed to the provider's key, and must neither be lost nor repeated.
final class Sealed {
  private static final String SECRET = "correct-horse-battery";

  private final Bench bench;
  private final String resource;

  Sealed(Bench bench) {
    this.bench = bench;
    resource = bench.resource();
  }

  private JsonNode key() {
    var key = bench.hello().path("encryptionKey");
    if (!key.isObject()) {
      throw new NotApplicable("it announces no key, and so takes no secrets");
    }
    return key;
  }

  private Order with(String sealed) {
    return bench.ensure(resource).with("secrets", Json.tree(Map.of("rootPassword", sealed)));
  }

  private Order sealed() {
    return with(Sealing.to(key(), bench.name(), SECRET));
  }

  private void mustNotBeRepeated() {
    for (var said : bench.heard().find(one -> one.text().contains(SECRET))) {
      throw new Broken("the opened secret was repeated on " + said.subject());
    }
    Broken.unless(
        !bench.process().output().contains(SECRET), "the opened secret was written to the output");
  }

  private void mustBeUnreadable(Said answer) {
    answer.mustFail("PERMANENT", "SECRET_UNREADABLE");
    Broken.unless(
        bench.observe(resource).go().outcome().equals("gone"),
        "it was made without the secret it needs");
  }

  @Rule(SEALED_SECRETS)
  void areAnnouncedAsACapability() {
    key();
    Broken.unless(
        bench.claims("secrets:1"), "it announces a key, and not the capability secrets:1");
  }

  @Rule(SEALED_SECRETS)
  void comeWithNoPrivateKey() {
    Broken.unless(!key().has("d"), "its hello holds the private key");
  }

  @Rule(SEALED_SECRETS)
  void areOpened() {
    sealed().go().mustBe("ready");
  }

  @Rule(SEALED_SECRETS)
  void areNotRepeated() {
    sealed().go().mustBe("ready");
    bench.observe(resource).go();
    mustNotBeRepeated();
  }

  @Rule(SEALED_SECRETS)
  void areNotRepeatedInAFailure() {
    key();
    bench.backEnd().befall(resource, List.of("throw", "permanent"));
    var order = sealed();
    order.go().mustBe("failed");
    order.copy().attempt(2).go().mustBe("failed");
    mustNotBeRepeated();
  }

  @Rule(SEALED_SECRETS)
  void toAnotherKeyAreRefused() {
    mustBeUnreadable(with(Sealing.toNobody(key(), bench.name(), SECRET)).go());
    mustNotBeRepeated();
  }

  @Rule(SEALED_SECRETS)
  void forAnotherProviderAreRefused() {
    mustBeUnreadable(with(Sealing.to(key(), "somebody-else", SECRET)).go());
    mustNotBeRepeated();
  }

  @Rule(SEALED_SECRETS)
  void thatWereChangedAreRefused() {
    var parts = Sealing.to(key(), bench.name(), SECRET).split("\\.");
    parts[3] = (parts[3].startsWith("A") ? "B" : "A") + parts[3].substring(1);
    mustBeUnreadable(with(String.join(".", parts)).go());
  }

  @Rule(value = SEALED_SECRETS, seconds = 4)
  void areOpenedAfterARestart() {
    var order = sealed();
    bench.killAndStart();
    order.go().mustBe("ready");
  }
}
