package dev.orrery.provider.testkit.checks;

import static dev.orrery.provider.testkit.checks.Clause.SECRETS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.provider.testkit.bench.Bench;
import dev.orrery.provider.testkit.bench.Broken;
import dev.orrery.provider.testkit.bench.Json;
import dev.orrery.provider.testkit.bench.NotApplicable;
import dev.orrery.provider.testkit.bench.Order;
import dev.orrery.provider.testkit.bench.Patience;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A word that nobody may repeat is hidden where providers are tempted to repeat it.
final class Secrets {
  private static final String SECRET = "hunter2-do-not-repeat";

  private final Bench bench;
  private final String resource;

  Secrets(Bench bench) {
    this.bench = bench;
    resource = bench.resource();
  }

  private void mustNotBeRepeated(String secret) {
    bench
        .heard()
        .find(said -> said.text().contains(secret) && !said.subject().startsWith("deadletters."))
        .stream()
        .findFirst()
        .ifPresent(said -> {
          throw new Broken("it was repeated on %s: %s".formatted(said.subject(), said.brief()));
        });
    var output = bench.process().output();
    int at = output.indexOf(secret);
    Broken.unless(
        at < 0,
        "it was written to the output: %s",
        at < 0
            ? ""
            : output.substring(Math.max(0, at - 80), Math.min(output.length(), at + 40)).strip());
  }

  @Rule(SECRETS)
  void ofTheConnectionAreNotRepeated() {
    bench.ensure(resource).go();
    mustNotBeRepeated(bench.password());
  }

  @Rule(value = SECRETS, seconds = 3)
  void ofTheConnectionAreNotRepeatedInTrouble() {
    bench.wire().refuse(true);
    Patience.sleep(Duration.ofMillis(600));
    bench.wire().refuse(false);
    bench.ensure(resource).go();
    mustNotBeRepeated(bench.password());
  }

  private Order withSecret() {
    var order = bench.ensure(resource);
    var desired = (ObjectNode) order.body().path("desired").deepCopy();
    desired.put("userData", SECRET).set("credentials", Json.tree(Map.of("password", SECRET)));
    return order.desired(desired);
  }

  @Rule(SECRETS)
  void ofTheDesiredStateAreNotRepeated() {
    withSecret().go();
    bench.observe(resource).go();
    mustNotBeRepeated(SECRET);
  }

  @Rule(SECRETS)
  void ofTheDesiredStateAreNotRepeatedInAFailure() {
    bench.backEnd().befall(resource, List.of("throw", "permanent"));
    var order = withSecret();
    order.go().mustBe("failed");
    order.copy().attempt(2).go().mustBe("failed");
    mustNotBeRepeated(SECRET);
  }

  @Rule(SECRETS)
  void ofAnOrderThatIsRefusedAreNotRepeated() {
    bench.ensure(resource).generation(5).fence(5).go();
    withSecret().generation(4).fence(5).go();
    withSecret().generation(5).fence(4).go();
    mustNotBeRepeated(SECRET);
  }

  @Rule(SECRETS)
  void ofABrokenOrderAreNotQuoted() {
    var broken = "{\"desired\": {\"password\": \"" + SECRET + "\"}, \"x\": " + SECRET + "}";
    bench.ensure(resource).send(broken.getBytes(StandardCharsets.UTF_8)).acknowledged();
    bench.end(resource).mustBe("failed");
    mustNotBeRepeated(SECRET);
  }

  @Rule(SECRETS)
  void inAFieldOfTheWrongTypeAreNotQuoted() {
    var order = bench.ensure(resource).with("fencingToken", SECRET);
    order.send().acknowledged();
    bench.end(resource).mustBe("failed");
    mustNotBeRepeated(SECRET);
  }

  @Rule(SECRETS)
  void inADesiredStateThatIsNoneAreNotQuoted() {
    if (!bench.kind().equals("compute")) {
      throw new NotApplicable("the contract says nothing of the desired state of " + bench.kind());
    }
    bench
        .ensure(resource)
        .desired(
            Json.tree(
                Map.of(
                    "name",
                    "x",
                    "image",
                    "y",
                    "powerState",
                    SECRET,
                    "instanceType",
                    SECRET,
                    "addresses",
                    SECRET)))
        .go()
        .mustBe("failed");
    mustNotBeRepeated(SECRET);
  }
}
