package dev.orrery.provider.testkit.checks;

import static dev.orrery.provider.testkit.checks.Clause.ROBUST;
import static dev.orrery.provider.testkit.checks.Clause.UNKNOWN_FIELDS;
import static dev.orrery.provider.testkit.checks.Clause.VERSIONS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.provider.testkit.bench.Bench;
import dev.orrery.provider.testkit.bench.Broken;
import dev.orrery.provider.testkit.bench.Json;
import dev.orrery.provider.testkit.bench.NotApplicable;
import dev.orrery.provider.testkit.bench.Order;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// What nobody should send, and somebody does.
final class Robustness {
  private static final int LARGE = 900_000;
  private static final int DEEP = 5_000;

  private final Bench bench;
  private final String resource;

  Robustness(Bench bench) {
    this.bench = bench;
    resource = bench.resource();
  }

  private void mustBeUnreadable(String body) {
    mustBeUnreadable(body.getBytes(StandardCharsets.UTF_8));
  }

  private void mustBeUnreadable(byte[] body) {
    bench.ensure(resource).send(body).acknowledged();
    bench.end(resource).mustFail("PERMANENT", "UNREADABLE_ORDER");
    mustGoOn();
  }

  private void mustBeUnreadable(Order order) {
    mustBeUnreadable(Json.bytes(order.body()));
  }

  private void mustGoOn() {
    bench.ensure(bench.resource()).go().mustBe("ready");
  }

  @Rule(ROBUST)
  void aBodyThatIsNoJsonIsRefused() {
    mustBeUnreadable("{");
  }

  @Rule(ROBUST)
  void anEmptyBodyIsRefused() {
    mustBeUnreadable("");
  }

  @Rule(ROBUST)
  void aBodyThatIsNoUtf8IsRefused() {
    mustBeUnreadable(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, (byte) 0xc3, 0x28});
  }

  @Rule(ROBUST)
  void aListIsRefused() {
    mustBeUnreadable("[]");
  }

  @Rule(ROBUST)
  void aNullIsRefused() {
    mustBeUnreadable("null");
  }

  @Rule(ROBUST)
  void aNumberIsRefused() {
    mustBeUnreadable("42");
  }

  @Rule(ROBUST)
  void anOrderWithoutItsTokenIsRefused() {
    mustBeUnreadable(bench.ensure(resource).without("operationToken"));
  }

  @Rule(ROBUST)
  void anOrderWithoutItsFencingTokenIsRefused() {
    mustBeUnreadable(bench.ensure(resource).without("fencingToken"));
  }

  @Rule(ROBUST)
  void anOrderWithoutItsGenerationIsRefused() {
    mustBeUnreadable(bench.ensure(resource).without("generation"));
  }

  @Rule(ROBUST)
  void anOrderWithoutItsAttemptIsRefused() {
    mustBeUnreadable(bench.ensure(resource).without("attempt"));
  }

  @Rule(ROBUST)
  void anOrderWithATextForANumberIsRefused() {
    mustBeUnreadable(bench.ensure(resource).with("fencingToken", "many"));
  }

  @Rule(ROBUST)
  void anOrderWithANegativeFencingTokenIsRefused() {
    mustBeUnreadable(bench.ensure(resource).fence(-1));
  }

  @Rule(ROBUST)
  void aDeadlineThatIsNoTimeIsRefused() {
    mustBeUnreadable(bench.ensure(resource).with("deadline", "tomorrow"));
  }

  @Rule(ROBUST)
  void anOrderForAnotherResourceThanItsSubjectsIsRefused() {
    var other = bench.resource();
    mustBeUnreadable(bench.ensure(resource).with("resourceId", other));
    bench.observe(other).go().mustBe("gone");
  }

  @Rule(ROBUST)
  void anOrderForAnotherProviderThanItsSubjectsIsRefused() {
    mustBeUnreadable(bench.ensure(resource).with("provider", "neighbour"));
  }

  @Rule(ROBUST)
  void anOrderOfAnotherVerbThanItsSubjectsIsRefused() {
    mustBeUnreadable(bench.ensure(resource).with("verb", "remove"));
  }

  @Rule(ROBUST)
  void whatIsRefusedHasNoEffect() {
    bench.backEnd();
    bench.ensure(resource).with("provider", "neighbour").send().acknowledged();
    bench.end(resource);
    bench.effectsMustBe(resource);
  }

  @Rule(ROBUST)
  void anEnsureWithoutADesiredStateIsRefused() {
    var order = bench.ensure(resource).without("desired").send();
    order.acknowledged();
    bench.end(resource).mustFail("PERMANENT");
    mustGoOn();
  }

  @Rule(ROBUST)
  void anActWithoutAnActionIsRefused() {
    var order = bench.order("act", resource).send();
    order.acknowledged();
    bench.end(resource).mustFail("PERMANENT");
    mustGoOn();
  }

  @Rule(ROBUST)
  void aDesiredStateThatIsNoneOfItsKindIsRefused() {
    if (!bench.kind().equals("compute")) {
      throw new NotApplicable("the contract says nothing of the desired state of " + bench.kind());
    }
    bench
        .ensure(resource)
        .desired(Json.tree(Map.of("powerState", "SIDEWAYS")))
        .go()
        .mustFail("PERMANENT", "INVALID_ORDER");
  }

  @Rule(ROBUST)
  void anOversizeOrderIsAnswered() {
    var order = bench.ensure(resource);
    order.body().put("padding", "x".repeat(LARGE));
    order.send().acknowledged();
    var end = bench.end(resource);
    Broken.unless(
        end.outcome().equals("ready") || end.code().equals("ORDER_TOO_LARGE"),
        "what is too large is failed PERMANENT ORDER_TOO_LARGE: %s",
        end.brief());
    mustGoOn();
  }

  @Rule(ROBUST)
  void anOversizeDesiredStateIsAnswered() {
    var order = bench.ensure(resource);
    ((ObjectNode) order.body().path("desired")).put("padding", "x".repeat(LARGE));
    order.send().acknowledged();
    var end = bench.end(resource);
    Broken.unless(
        end.outcome().equals("ready") || end.failureKind().equals("PERMANENT"),
        "it is made, or refused for good: %s",
        end.brief());
    mustGoOn();
  }

  @Rule(ROBUST)
  void aDeeplyNestedOrderIsAnswered() {
    var text = new String(Json.bytes(bench.ensure(resource).body()), StandardCharsets.UTF_8);
    var deep = ",\"deep\":" + "[".repeat(DEEP) + "]".repeat(DEEP) + "}";
    var order = bench.ensure(resource);
    order.send((text.substring(0, text.length() - 1) + deep).getBytes(StandardCharsets.UTF_8));
    order.acknowledged();
    var end = bench.end(resource);
    Broken.unless(
        end.outcome().equals("ready") || end.failureKind().equals("PERMANENT"),
        "it is carried out, or refused for good: %s",
        end.brief());
    mustGoOn();
  }

  @Rule(ROBUST)
  void aSubjectThatNamesNothingIsParked() {
    mustBeParked("work.%s.nonsense".formatted(bench.name()));
  }

  @Rule(ROBUST)
  void aSubjectWithAnIdThatIsNoneIsParked() {
    mustBeParked("work.%s.%s.ensure.42".formatted(bench.name(), bench.kind()));
  }

  @Rule(ROBUST)
  void aSubjectWithTooMuchInItIsParked() {
    mustBeParked("work.%s.%s.ensure.%s.more".formatted(bench.name(), bench.kind(), resource));
  }

  private void mustBeParked(String subject) {
    var sequence = bench.publish(subject, "{}".getBytes(StandardCharsets.UTF_8));
    bench.acknowledged(sequence);
    var parked = "deadletters.%s.%s".formatted(bench.name(), subject);
    Broken.unless(
        bench.heard().await(0, said -> said.subject().equals(parked), bench.patience()).isPresent(),
        "nothing came on %s",
        parked);
    mustGoOn();
  }

  @Rule(value = ROBUST, seconds = 2)
  void aStormOfNonsenseDoesNotHoldUpAnOrder() {
    for (int i = 0; i < 60; i++) {
      bench.ensure(bench.resource()).send("nonsense".getBytes(StandardCharsets.UTF_8));
    }
    mustGoOn();
    Broken.unless(bench.process().alive(), "the process is gone");
  }

  @Rule(ROBUST)
  void charactersOfAllScriptsAreKept() {
    if (!bench.kind().equals("compute")) {
      throw new NotApplicable("the contract has no name in the desired state of " + bench.kind());
    }
    var name = "Größe 東京 🚀 \"quoted\" \\ end";
    var order = bench.ensure(resource);
    var desired = (ObjectNode) order.body().path("desired").deepCopy();
    desired.put("name", name);
    order.desired(desired);
    var there = order.go().mustBe("ready").observed().path("name");
    Broken.unless(
        there.isMissingNode() || there.asText().equals(name), "%s became %s", name, there);
  }

  @Rule(UNKNOWN_FIELDS)
  void fieldsThatNobodyKnowsAreIgnored() {
    bench
        .ensure(resource)
        .with("colour", "blue")
        .with("later", Map.of("deep", List.of(1, 2, Map.of("deeper", true))))
        .go()
        .mustBe("ready");
  }

  @Rule(UNKNOWN_FIELDS)
  void fieldsOfTheDesiredStateThatNobodyKnowsAreIgnored() {
    var order = bench.ensure(resource);
    var desired = (ObjectNode) order.body().path("desired").deepCopy();
    desired.put("colour", "blue").set("later", Json.tree(List.of(1, 2, 3)));
    order.desired(desired).go().mustBe("ready");
  }

  @Rule(VERSIONS)
  void anOrderOfALaterContractIsRefused() {
    mustBeUnreadable(bench.ensure(resource).with("protocol", 2));
  }

  @Rule(VERSIONS)
  void anOrderOfNoContractIsRefused() {
    mustBeUnreadable(bench.ensure(resource).without("protocol"));
  }

  @Rule(VERSIONS)
  void anOrderOfALaterContractHasNoEffect() {
    bench.backEnd();
    bench.ensure(resource).with("protocol", 2).send().acknowledged();
    bench.end(resource);
    bench.effectsMustBe(resource);
  }

  @Rule(VERSIONS)
  void aCancelOfALaterContractIsRefused() {
    var order = bench.ensure(resource);
    bench.cancel(order).with("protocol", 2).send().acknowledged();
    order.go().mustBe("ready");
  }
}
