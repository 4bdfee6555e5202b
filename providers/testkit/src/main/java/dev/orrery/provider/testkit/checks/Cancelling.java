package dev.orrery.provider.testkit.checks;

import static dev.orrery.provider.testkit.checks.Clause.CANCEL;

import dev.orrery.provider.testkit.bench.Bench;
import dev.orrery.provider.testkit.bench.Broken;
import dev.orrery.provider.testkit.bench.Order;
import dev.orrery.provider.testkit.bench.Patience;
import java.time.Duration;
import java.util.List;

final class Cancelling {
  private final Bench bench;
  private final String resource;

  Cancelling(Bench bench) {
    this.bench = bench;
    resource = bench.resource();
  }

  private Order waiting(String settling) {
    bench.backEnd().befall(resource, List.of("settle " + settling));
    var order = bench.ensure(resource).send();
    Deadlines.mustWait(bench, order);
    return order;
  }

  @Rule(value = CANCEL, seconds = 4)
  void anOrderThatWaitsEndsIt() {
    var order = waiting("2500");
    bench.cancel(order).send().acknowledged();
    order.end().mustFail("PERMANENT", "CANCELLED");
    order.acknowledged();
    bench.oneEnd(order);
  }

  @Rule(value = CANCEL, seconds = 5)
  void isRememberedOverACrash() {
    var order = waiting("3500");
    bench.cancel(order).send().acknowledged();
    bench.killAndStart();
    order.end().mustFail("PERMANENT", "CANCELLED");
  }

  @Rule(CANCEL)
  void anOrderThatIsStillToComeEndsIt() {
    var order = bench.ensure(resource);
    bench.cancel(order).send().acknowledged();
    order.go().mustFail("PERMANENT", "CANCELLED");
  }

  @Rule(CANCEL)
  void anOrderThatIsStillToComeLeavesNothingBehind() {
    var order = bench.ensure(resource);
    bench.cancel(order).send().acknowledged();
    order.go();
    bench.effectsMustBe(resource);
  }

  @Rule(CANCEL)
  void whatIsDoneChangesNothing() {
    var order = bench.ensure(resource);
    order.go().mustBe("ready");
    bench.cancel(order).send().acknowledged();
    order.send();
    order.acknowledged();
    bench.oneEnd(order).mustBe("ready");
    bench.observe(resource).go().mustBe("ready");
  }

  @Rule(value = CANCEL, seconds = 3)
  void aRunningOrderLeavesItWithOneAnswer() {
    bench.backEnd().befall(resource, bench.slow(Duration.ofMillis(2000)));
    var order = bench.ensure(resource).send();
    Patience.sleep(bench.unhurried(Duration.ofMillis(400)));
    bench.cancel(order).send().acknowledged();
    var end = bench.oneEnd(order);
    Broken.unless(
        end.outcome().equals("ready") || end.code().equals("CANCELLED"),
        "a cancelled order ends as CANCELLED, or by what happened first: %s",
        end.brief());
    order.acknowledged();
  }

  @Rule(value = CANCEL, seconds = 3)
  void aRunningOrderIsToldTruthfully() {
    bench.backEnd().befall(resource, bench.slow(Duration.ofMillis(2000)));
    var order = bench.ensure(resource).send();
    Patience.sleep(bench.unhurried(Duration.ofMillis(400)));
    bench.cancel(order).send();
    var end = order.end();
    var effects = bench.backEnd().effects(resource).size();
    Broken.unless(
        end.failureKind().equals("UNKNOWN") || (effects == 1) == end.outcome().equals("ready"),
        "the back end's journal has %d effects, and it was told as %s",
        effects,
        end.brief());
  }

  @Rule(CANCEL)
  void isAnsweredByNothing() {
    var order = bench.ensure(resource);
    bench.cancel(order).send().acknowledged();
    Broken.unless(
        bench.ends(resource).isEmpty(), "a cancel gets no report: %s", bench.ends(resource));
  }

  @Rule(CANCEL)
  void whatNobodyKnowsDoesNoHarm() {
    bench.cancel(bench.ensure(bench.resource())).send().acknowledged();
    bench.ensure(resource).go().mustBe("ready");
  }

  @Rule(CANCEL)
  void meansOneOperationAlone() {
    bench.cancel(bench.ensure(resource)).send().acknowledged();
    bench.ensure(resource).go().mustBe("ready");
  }

  @Rule(CANCEL)
  void meansOneResourceAlone() {
    var order = bench.ensure(bench.resource());
    bench.cancel(order).send().acknowledged();
    bench.ensure(resource).token(order.token()).go().mustBe("ready");
  }

  @Rule(CANCEL)
  void thatCannotBeReadIsRefused() {
    var order = bench.ensure(resource);
    bench.cancel(order).without("operationToken").send().acknowledged();
    bench.end(resource).mustFail("PERMANENT", "UNREADABLE_ORDER");
    order.go().mustBe("ready");
  }
}
