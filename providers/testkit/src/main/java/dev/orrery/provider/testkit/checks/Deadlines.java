package dev.orrery.provider.testkit.checks;

import static dev.orrery.provider.testkit.checks.Clause.CLOCKS;
import static dev.orrery.provider.testkit.checks.Clause.DEADLINES;

import dev.orrery.provider.testkit.bench.Bench;
import dev.orrery.provider.testkit.bench.Broken;
import dev.orrery.provider.testkit.bench.NotApplicable;
import dev.orrery.provider.testkit.bench.Order;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

final class Deadlines {
  private final Bench bench;
  private final String resource;

  Deadlines(Bench bench) {
    this.bench = bench;
    resource = bench.resource();
  }

  @Rule(DEADLINES)
  void thatHavePassedAreNotBegun() {
    bench
        .ensure(resource)
        .deadline(Duration.ofSeconds(-20))
        .go()
        .mustFail("TRANSIENT", "DEADLINE_EXCEEDED");
  }

  @Rule(DEADLINES)
  void thatHavePassedLeaveNothingBehind() {
    bench.ensure(resource).deadline(Duration.ofSeconds(-20)).go();
    bench.effectsMustBe(resource);
  }

  @Rule(DEADLINES)
  void thatHavePassedHoldForRemovals() {
    bench.ensure(resource).go();
    bench
        .remove(resource)
        .generation(2)
        .deadline(Duration.ofSeconds(-20))
        .go()
        .mustFail("TRANSIENT", "DEADLINE_EXCEEDED");
    bench.observe(resource).go().mustBe("ready");
  }

  @Rule(DEADLINES)
  void thatLieAheadAreNoObstacle() {
    bench.ensure(resource).deadline(Duration.ofMinutes(1)).go().mustBe("ready");
  }

  @Rule(DEADLINES)
  void doNotSpoilALaterAttempt() {
    var late = bench.ensure(resource).deadline(Duration.ofSeconds(-20));
    late.go().mustBe("failed");
    late.copy().attempt(2).deadline(Duration.ofMinutes(1)).go().mustBe("ready");
  }

  @Rule(value = DEADLINES, seconds = 3)
  void thatPassDuringTheWorkLeaveItUnknown() {
    bench.backEnd().befall(resource, bench.slow(Duration.ofMillis(2500)));
    var order = bench.ensure(resource).deadline(bench.unhurried(Duration.ofMillis(700)));
    order.go().mustFail("UNKNOWN", "DEADLINE_EXCEEDED");
    order.acknowledged();
  }

  @Rule(value = DEADLINES, seconds = 4)
  void thatPassWhileTheOrderWaitsLeaveItUnknown() {
    var order = waiting(bench.unhurried(Duration.ofSeconds(2)));
    order.end(bench.unhurried(Duration.ofSeconds(6))).mustFail("UNKNOWN", "DEADLINE_EXCEEDED");
    order.acknowledged();
  }

  /// An order at a back end that needs a minute, and whose answer is to look again.
  private Order waiting(Duration deadline) {
    bench.backEnd().befall(resource, List.of("settle 60000"));
    var order = bench.ensure(resource).deadline(deadline).send();
    mustWait(bench, order);
    return order;
  }

  static void mustWait(Bench bench, Order order) {
    var waits =
        bench
            .heard()
            .await(
                0,
                said -> order.meant(said) && said.json().has("checkAgain"),
                bench.unhurried(Duration.ofMillis(1500)));
    if (waits.isEmpty()) {
      throw new NotApplicable("the provider does not answer checkAgain at a back end that settles");
    }
  }

  @Rule(CLOCKS)
  void areUnderstoodWithAndWithoutFractions() {
    var whole = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
    bench.ensure(resource).with("deadline", whole.toString()).go().mustBe("ready");
    var fine = whole.plusNanos(123_456_789);
    bench.ensure(resource).with("deadline", fine.toString()).go().mustBe("ready");
  }

  @Rule(CLOCKS)
  void areNotReadFromAnOrdersAge() {
    var old = Instant.now().minus(Duration.ofDays(2));
    bench.ensure(resource).with("issuedAt", old.toString()).go().mustBe("ready");
  }

  @Rule(CLOCKS)
  void areNotReadFromAClockThatIsAhead() {
    var early = Instant.now().plus(Duration.ofHours(1));
    bench.ensure(resource).with("issuedAt", early.toString()).go().mustBe("ready");
  }

  @Rule(CLOCKS)
  void doNotDecideWhichOrderIsNewer() {
    var later = Instant.now().plus(Duration.ofHours(1)).toString();
    bench.ensure(resource).generation(1).with("issuedAt", later).go();
    var newer = bench.ensure(resource).generation(2).desired(bench.provider().second()).go();
    Verbs.mustShow(newer, bench.provider().second());
    Broken.unless(newer.generation() == 2, "it reports generation %d", newer.generation());
  }
}
