package dev.orrery.provider.testkit.checks;

import static dev.orrery.provider.testkit.checks.Clause.CHECK_AGAIN;
import static dev.orrery.provider.testkit.checks.Clause.ONE_AT_A_TIME;

import dev.orrery.provider.testkit.bench.Bench;
import dev.orrery.provider.testkit.bench.Broken;
import dev.orrery.provider.testkit.bench.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One thing after the other at one resource, different resources side by side.
final class Lanes {
  private final Bench bench;
  private final String resource;

  Lanes(Bench bench) {
    this.bench = bench;
    resource = bench.resource();
  }

  @Rule(value = ONE_AT_A_TIME, seconds = 2)
  void ofOneResourceDoOneThingAfterTheOther() {
    bench.backEnd().befall(resource, List.of("slow 1200"));
    var first = bench.ensure(resource).send();
    var second = bench.ensure(resource).generation(2).desired(bench.provider().second()).send();
    Verbs.mustShow(second.end(), bench.provider().second());
    // A first order that came back to be looked at again found the second one begun.
    Broken.unless(
        first.end().outcome().equals("superseded") || !first.end().at().isAfter(second.end().at()),
        "the second order ended before the first");
    bench.effectsMustBe(resource, "created", "changed");
  }

  @Rule(value = ONE_AT_A_TIME, seconds = 2)
  void ofOneResourceKeepTheOrderOfDelivery() {
    var orders = new ArrayList<Order>();
    for (int generation = 1; generation <= 5; generation++) {
      var desired = generation % 2 == 0 ? bench.provider().second() : bench.provider().first();
      orders.add(bench.ensure(resource).generation(generation).desired(desired).send());
    }
    orders.forEach(Order::end);
    orders.getLast().end().mustBe("ready");
    var ready =
        bench.ends(resource).stream()
            .filter(said -> said.outcome().equals("ready"))
            .map(said -> said.generation())
            .distinct()
            .toList();
    Broken.unless(
        ready.equals(ready.stream().sorted().toList()),
        "generations were made in the order %s",
        ready);
    Verbs.mustShow(bench.observe(resource).generation(5).go(), bench.provider().first());
  }

  @Rule(value = ONE_AT_A_TIME, seconds = 4)
  void ofOtherResourcesDoNotWaitForASlowOne() {
    bench.backEnd().befall(resource, List.of("slow 3000"));
    var slow = bench.ensure(resource).send();
    var others = new ArrayList<Order>();
    for (int i = 0; i < 10; i++) {
      others.add(bench.ensure(bench.resource()).send());
    }
    others.forEach(order -> order.end().mustBe("ready"));
    Broken.unless(
        slow.reports().stream().noneMatch(said -> said.ends()),
        "ten quick orders waited until a slow one of another resource had ended");
    slow.end().mustBe("ready");
  }

  @Rule(value = ONE_AT_A_TIME, seconds = 3)
  void ofDifferentResourcesRunSideBySide() {
    var slow = new ArrayList<Order>();
    for (int i = 0; i < 4; i++) {
      var one = bench.resource();
      bench.backEnd().befall(one, bench.slow(Duration.ofMillis(1500)));
      slow.add(bench.ensure(one).send());
    }
    var began = Instant.now();
    slow.forEach(order -> order.end().mustBe("ready"));
    var took = Duration.between(began, Instant.now());
    Broken.unless(
        took.compareTo(bench.unhurried(Duration.ofMillis(4500))) < 0,
        "four orders of %s each, of four resources, took %s",
        bench.unhurried(Duration.ofMillis(1500)),
        took);
  }

  @Rule(value = CHECK_AGAIN, seconds = 3)
  void areNotHeldByABackEndThatSettles() {
    bench.backEnd().befall(resource, List.of("settle 1500"));
    var settling = bench.ensure(resource).send();
    var other = bench.ensure(bench.resource()).send();
    other.end().mustBe("ready");
    settling.end().mustBe("ready");
    bench.effectsMustBe(resource, "created");
  }

  @Rule(value = CHECK_AGAIN, seconds = 3)
  void areNotReadyBeforeTheBackEndHasSettled() {
    bench.backEnd().befall(resource, List.of("settle 1500"));
    var began = Instant.now();
    bench.ensure(resource).go().mustBe("ready");
    var took = Duration.between(began, Instant.now());
    Broken.unless(
        took.toMillis() >= 1400, "the back end needs 1.5 s, and it was ready after %s", took);
  }

  @Rule(value = CHECK_AGAIN, seconds = 3)
  void sayWhenTheyLookAgainAndDo() {
    bench.backEnd().befall(resource, List.of("settle 1200"));
    var order = bench.ensure(resource).send();
    Deadlines.mustWait(bench, order);
    order.end().mustBe("ready");
    order.acknowledged();
    bench.oneEnd(order);
  }

  @Rule(value = CHECK_AGAIN, seconds = 4)
  void lookAgainAfterACrash() {
    bench.backEnd().befall(resource, List.of("settle 1500"));
    var order = bench.ensure(resource).send();
    Deadlines.mustWait(bench, order);
    bench.killAndStart();
    order.end().mustBe("ready");
    bench.effectsMustBe(resource, "created");
  }
}
