package dev.orrery.provider.testkit.checks;

import static dev.orrery.provider.testkit.checks.Clause.FENCING;
import static dev.orrery.provider.testkit.checks.Clause.OBSERVE;

import dev.orrery.provider.testkit.bench.Bench;
import java.util.List;

final class Fencing {
  private final Bench bench;
  private final String resource;

  Fencing(Bench bench) {
    this.bench = bench;
    resource = bench.resource();
  }

  @Rule(FENCING)
  void refusesALowerToken() {
    bench.ensure(resource).fence(7).go();
    bench.ensure(resource).generation(2).fence(6).go().mustFail("PERMANENT", "STALE_FENCING_TOKEN");
  }

  @Rule(FENCING)
  void carriesOutNothingOfALowerToken() {
    bench.ensure(resource).fence(7).go();
    bench.ensure(resource).generation(2).fence(6).desired(bench.provider().second()).go();
    bench.effectsMustBe(resource, "created");
  }

  @Rule(FENCING)
  void refusesALowerTokensRemove() {
    bench.ensure(resource).fence(7).go();
    bench.remove(resource).generation(2).fence(6).go().mustFail("PERMANENT", "STALE_FENCING_TOKEN");
    bench.observe(resource).generation(2).fence(7).go().mustBe("ready");
  }

  @Rule(FENCING)
  void refusesALowerTokensAct() {
    bench.action();
    bench.ensure(resource).fence(7).go();
    bench.act(resource).fence(6).go().mustFail("PERMANENT", "STALE_FENCING_TOKEN");
  }

  @Rule(FENCING)
  void acceptsTheSameTokenAgain() {
    bench.ensure(resource).fence(7).go();
    bench.ensure(resource).generation(2).fence(7).go().mustBe("ready");
  }

  @Rule(FENCING)
  void acceptsAHigherToken() {
    bench.ensure(resource).fence(7).go();
    bench.ensure(resource).generation(2).fence(1_000_000).go().mustBe("ready");
  }

  @Rule(value = FENCING, seconds = 3)
  void isRememberedOverACrash() {
    var order = bench.ensure(resource).fence(7);
    order.go();
    // An order that came once more would be remembered anew.
    order.acknowledged();
    bench.killAndStart();
    bench.remove(resource).generation(2).fence(6).go().mustFail("PERMANENT", "STALE_FENCING_TOKEN");
  }

  @Rule(FENCING)
  void isOfOneResourceAlone() {
    bench.ensure(resource).fence(7).go();
    bench.ensure(bench.resource()).fence(1).go().mustBe("ready");
  }

  @Rule(value = FENCING, seconds = 4)
  void isRememberedBeforeActing() {
    bench.backEnd().befall(resource, List.of("crash-before"));
    bench.ensure(resource).fence(7).send();
    bench.awaitCrash();
    var stale = bench.ensure(resource).generation(1).fence(6).send();
    bench.start();
    stale.end().mustFail("PERMANENT", "STALE_FENCING_TOKEN");
  }

  @Rule(FENCING)
  void isRaisedByAnOrderThatFailed() {
    bench.backEnd().befall(resource, List.of("permanent"));
    bench.ensure(resource).fence(7).go().mustBe("failed");
    bench.ensure(resource).fence(6).go().mustFail("PERMANENT", "STALE_FENCING_TOKEN");
  }

  @Rule(OBSERVE)
  void doesNotKeepAnybodyFromLooking() {
    bench.ensure(resource).fence(7).go();
    bench.observe(resource).fence(1).go().mustBe("ready");
  }

  @Rule(OBSERVE)
  void isNotRaisedByLooking() {
    bench.ensure(resource).fence(7).go();
    bench.observe(resource).fence(9).go().mustBe("ready");
    bench.ensure(resource).generation(2).fence(8).go().mustBe("ready");
  }
}
