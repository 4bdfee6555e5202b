package dev.orrery.provider.testkit.checks;

import static dev.orrery.provider.testkit.checks.Clause.GENERATIONS;
import static dev.orrery.provider.testkit.checks.Clause.OBSERVE;

import dev.orrery.provider.testkit.bench.Bench;
import dev.orrery.provider.testkit.bench.Broken;

final class Generations {
  private final Bench bench;
  private final String resource;

  Generations(Bench bench) {
    this.bench = bench;
    resource = bench.resource();
  }

  @Rule(GENERATIONS)
  void anOlderOneIsSuperseded() {
    bench.ensure(resource).generation(5).go();
    var superseded = bench.ensure(resource).generation(4).go().mustBe("superseded");
    Broken.unless(
        superseded.generation() == 5,
        "it should name the newer generation 5, and names %d",
        superseded.generation());
  }

  @Rule(GENERATIONS)
  void anOlderOneHasNoEffect() {
    bench.ensure(resource).generation(5).go();
    bench.ensure(resource).generation(4).desired(bench.provider().second()).go();
    bench.effectsMustBe(resource, "created");
  }

  @Rule(GENERATIONS)
  void theAnswerToAnOlderOneSaysWhatIsThere() {
    bench.ensure(resource).generation(5).go();
    var superseded = bench.ensure(resource).generation(4).desired(bench.provider().second()).go();
    superseded.mustBe("superseded");
    var there = bench.observe(resource).generation(5).go();
    Broken.unless(
        superseded.observed().equals(there.observed()),
        "it says %s, and there is %s",
        superseded.observed(),
        there.observed());
  }

  @Rule(GENERATIONS)
  void theSameOneIsCarriedOutAgain() {
    bench.ensure(resource).generation(5).go();
    bench.ensure(resource).generation(5).go().mustBe("ready");
  }

  @Rule(value = GENERATIONS, seconds = 3)
  void areRememberedOverACrash() {
    var order = bench.ensure(resource).generation(5);
    order.go();
    // An order that came once more would be remembered anew.
    order.acknowledged();
    bench.killAndStart();
    bench.ensure(resource).generation(4).go().mustBe("superseded");
  }

  @Rule(GENERATIONS)
  void areLookedAtBeforeTheFence() {
    bench.ensure(resource).generation(5).fence(5).go();
    bench.ensure(resource).generation(4).fence(4).go().mustBe("superseded");
  }

  @Rule(GENERATIONS)
  void anOlderRemoveRemovesNothing() {
    bench.ensure(resource).generation(5).go();
    bench.remove(resource).generation(4).go().mustBe("superseded");
    bench.observe(resource).generation(5).go().mustBe("ready");
  }

  @Rule(GENERATIONS)
  void whatIsRemovedIsNotMadeAgainByAnOlderOne() {
    bench.ensure(resource).generation(1).go();
    bench.remove(resource).generation(3).go();
    bench.ensure(resource).generation(2).go().mustBe("superseded");
    bench.observe(resource).generation(3).go().mustBe("gone");
  }

  @Rule(GENERATIONS)
  void anOlderActIsNotDone() {
    bench.action();
    bench.ensure(resource).generation(5).go();
    bench.act(resource).generation(4).go().mustBe("superseded");
    bench.effectsMustBe(resource, "created");
  }

  @Rule(GENERATIONS)
  void theNewestWinsWhenTheyComeOutOfOrder() {
    var third = bench.ensure(resource).generation(3).send();
    var first = bench.ensure(resource).generation(1).desired(bench.provider().second()).send();
    var second = bench.ensure(resource).generation(2).desired(bench.provider().second()).send();
    third.end().mustBe("ready");
    first.end().mustBe("superseded");
    second.end().mustBe("superseded");
    Verbs.mustShow(bench.observe(resource).generation(3).go(), bench.provider().first());
  }

  @Rule(GENERATIONS)
  void areOfOneResourceAlone() {
    bench.ensure(resource).generation(5).go();
    bench.ensure(bench.resource()).generation(1).go().mustBe("ready");
  }

  @Rule(GENERATIONS)
  void mayBeAsLargeAsJsonNumbersAreExact() {
    long largest = (1L << 53) - 1;
    bench.ensure(resource).generation(largest).fence(largest).go().mustBe("ready");
    bench.ensure(resource).generation(largest - 1).fence(largest).go().mustBe("superseded");
  }

  @Rule(OBSERVE)
  void areNothingToOneWhoLooks() {
    bench.ensure(resource).generation(5).go();
    bench.observe(resource).generation(1).go().mustBe("ready");
  }
}
