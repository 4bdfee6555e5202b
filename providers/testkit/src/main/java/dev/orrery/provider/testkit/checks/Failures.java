package dev.orrery.provider.testkit.checks;

import static dev.orrery.provider.testkit.checks.Clause.FAILED;

import dev.orrery.provider.testkit.bench.Bench;
import dev.orrery.provider.testkit.bench.Broken;
import java.util.Collections;
import java.util.List;

/// What the back end's failures become.
final class Failures {
  /// More than anybody would try in one go.
  private static final int WITHOUT_END = 100;

  private final Bench bench;
  private final String resource;

  Failures(Bench bench) {
    this.bench = bench;
    resource = bench.resource();
  }

  private void befallForGood(String word) {
    bench.backEnd().befall(resource, Collections.nCopies(WITHOUT_END, word));
  }

  private void heal() {
    bench.backEnd().befall(resource, List.of());
  }

  @Rule(FAILED)
  void ofTheMomentAreTransient() {
    befallForGood("transient");
    bench.ensure(resource).go().mustFail("TRANSIENT");
  }

  @Rule(FAILED)
  void ofTheMomentLeaveNothingBehind() {
    befallForGood("transient");
    bench.ensure(resource).go();
    bench.effectsMustBe(resource);
    bench.observe(resource).go().mustBe("gone");
  }

  @Rule(FAILED)
  void ofTheMomentPass() {
    befallForGood("transient");
    var order = bench.ensure(resource);
    order.go().mustFail("TRANSIENT");
    heal();
    order.copy().attempt(2).go().mustBe("ready");
    bench.effectsMustBe(resource, "created");
  }

  @Rule(FAILED)
  void forGoodArePermanent() {
    befallForGood("permanent");
    bench.ensure(resource).go().mustFail("PERMANENT");
  }

  @Rule(FAILED)
  void forGoodAreNotTriedAgain() {
    bench.backEnd().befall(resource, List.of("permanent"));
    bench.ensure(resource).go().mustFail("PERMANENT");
    bench.effectsMustBe(resource);
  }

  @Rule(FAILED)
  void forGoodAreAcknowledged() {
    befallForGood("permanent");
    var order = bench.ensure(resource);
    order.go();
    order.acknowledged();
    bench.oneEnd(order);
  }

  @Rule(FAILED)
  void withALostAnswerAreUnknownOrLookedInto() {
    bench.backEnd().befall(resource, List.of("lost"));
    var end = bench.ensure(resource).go();
    Broken.unless(
        end.outcome().equals("ready") || end.failureKind().equals("UNKNOWN"),
        "the back end did it and did not say so; that is UNKNOWN, or ready for who looks: %s",
        end.brief());
    bench.effectsMustBe(resource, "created");
  }

  @Rule(FAILED)
  void withALostAnswerAreSeenByLooking() {
    bench.backEnd().befall(resource, List.of("lost"));
    bench.ensure(resource).go();
    Verbs.mustShow(bench.observe(resource).go(), bench.provider().first());
  }

  @Rule(FAILED)
  void withALostAnswerAreNotRepeatedByARetry() {
    bench.backEnd().befall(resource, List.of("lost"));
    var order = bench.ensure(resource);
    order.go();
    order.copy().attempt(2).go().mustBe("ready");
    bench.effectsMustBe(resource, "created");
  }

  @Rule(FAILED)
  void withALostAnswerOfARemovalAreNotRepeated() {
    bench.ensure(resource).go();
    bench.backEnd().befall(resource, List.of("lost"));
    var order = bench.remove(resource).generation(2);
    order.go();
    order.copy().attempt(2).go().mustBe("gone");
    bench.effectsMustBe(resource, "created", "deleted");
  }

  @Rule(FAILED)
  void thatNobodyForesawAreUnknown() {
    bench.backEnd().befall(resource, List.of("throw"));
    bench.ensure(resource).go().mustFail("UNKNOWN");
  }

  @Rule(FAILED)
  void thatNobodyForesawDoNotBringItDown() {
    bench.backEnd().befall(resource, List.of("throw"));
    var order = bench.ensure(resource);
    order.go();
    order.acknowledged();
    bench.ensure(bench.resource()).go().mustBe("ready");
    Broken.unless(bench.process().alive(), "the process is gone");
  }

  @Rule(FAILED)
  void ofARemovalKeepTheResource() {
    bench.ensure(resource).go();
    befallForGood("transient");
    bench.remove(resource).generation(2).go().mustFail("TRANSIENT");
    bench.observe(resource).generation(2).go().mustBe("ready");
    heal();
    bench.remove(resource).generation(2).go().mustBe("gone");
  }

  @Rule(FAILED)
  void ofAChangeKeepWhatWasThere() {
    bench.ensure(resource).go();
    befallForGood("permanent");
    bench
        .ensure(resource)
        .generation(2)
        .desired(bench.provider().second())
        .go()
        .mustFail("PERMANENT");
    Verbs.mustShow(bench.observe(resource).generation(2).go(), bench.provider().first());
  }

  @Rule(FAILED)
  void ofAFlappingBackEndEndInOneEffect() {
    bench.backEnd().befall(resource, List.of("permanent", "permanent", "lost", "permanent"));
    var order = bench.ensure(resource);
    for (int attempt = 1; attempt <= 6; attempt++) {
      order.copy().attempt(attempt).go();
    }
    order.copy().attempt(7).go().mustBe("ready");
    bench.effectsMustBe(resource, "created");
  }

  @Rule(FAILED)
  void areOfOneResourceAlone() {
    befallForGood("permanent");
    var failing = bench.ensure(resource).send();
    bench.ensure(bench.resource()).go().mustBe("ready");
    failing.end().mustFail("PERMANENT");
  }

  @Rule(FAILED)
  void haveACodeAndAMessage() {
    befallForGood("permanent");
    var end = bench.ensure(resource).go();
    Broken.unless(
        end.code().matches("[A-Z][A-Z0-9_]{0,63}")
            && !end.json().at("/failure/message").asText("").isBlank(),
        "a failure has an upper case code, and a message for people: %s",
        end.brief());
  }
}
