package dev.orrery.provider.testkit.checks;

import static dev.orrery.provider.testkit.checks.Clause.CRASH;
import static dev.orrery.provider.testkit.checks.Clause.ROBUST;

import dev.orrery.provider.testkit.bench.Bench;
import dev.orrery.provider.testkit.bench.Broken;
import dev.orrery.provider.testkit.bench.Frame;
import dev.orrery.provider.testkit.bench.Json;
import dev.orrery.provider.testkit.bench.Order;
import dev.orrery.provider.testkit.bench.Patience;
import dev.orrery.provider.testkit.bench.Wire.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The process dies at each point of an order's way. Between the messages it is killed by the wire,
/// which needs no help; at the back end it kills itself, by the verification protocol.
final class Crashes {
  private static final int GIVEN_UP_AFTER = 5;

  private final Bench bench;
  private final String resource;

  Crashes(Bench bench) {
    this.bench = bench;
    resource = bench.resource();
  }

  private boolean reportsTheEnd(Frame frame) {
    if (!frame.published()
        || !frame.subject().startsWith("reports.")
        || !frame.subject().endsWith(resource)) {
      return false;
    }
    var outcome = Json.parse(frame.text()).path("outcome").asText();
    return !outcome.equals("progress") && !outcome.equals("checkAgain");
  }

  private boolean storesTheEnd(Frame frame) {
    if (!frame.delivered()) {
      return false;
    }
    var reports = bench.wire().frames(this::reportsTheEnd);
    return !reports.isEmpty() && frame.subject().equals(reports.getLast().reply());
  }

  private boolean deliversTheOrder(Frame frame) {
    return frame.deliveredSequence() > 0 && frame.subject().endsWith(resource);
  }

  /// Sends the order, kills the process at that message, starts it again.
  private void crash(Order order, When when, Predicate<Frame> message) {
    bench.wire().trap(message, when, () -> bench.process().kill());
    order.send();
    var died = bench.process().awaitEnd(bench.patience());
    bench.wire().disarm();
    Broken.unless(
        died.isPresent(),
        "it never got to the point where it was to be killed: %s",
        order.reports());
    bench.start();
    order.end();
    order.acknowledged();
    bench.oneEnd(order);
  }

  /// The same where the process kills itself.
  private void crashAtBackEnd(Order order, String word) {
    bench.backEnd().befall(resource, List.of(word));
    order.send();
    bench.awaitCrash();
    bench.start();
    order.end();
    order.acknowledged();
    bench.oneEnd(order);
  }

  /// Makes the resource, and leaves nothing of that under way: what is yet to be acknowledged could
  /// be taken for what comes next.
  private void make() {
    var order = bench.ensure(resource);
    order.go();
    order.acknowledged();
  }

  private Order made() {
    make();
    return bench.remove(resource).generation(2);
  }

  private Order actable() {
    bench.action();
    make();
    return bench.act(resource);
  }

  @Rule(value = CRASH, seconds = 3)
  void whileTheOrderIsOnItsWay() {
    var order = bench.ensure(resource);
    crash(order, When.BEFORE, this::deliversTheOrder);
    order.end().mustBe("ready");
  }

  @Rule(value = CRASH, seconds = 3)
  void asTheOrderComesIn() {
    var order = bench.ensure(resource);
    crash(order, When.AFTER, this::deliversTheOrder);
    order.end().mustBe("ready");
  }

  @Rule(value = CRASH, seconds = 3)
  void beforeTheEffect() {
    var order = bench.ensure(resource);
    crashAtBackEnd(order, "crash-before");
    order.end().mustBe("ready");
    bench.effectsMustBe(resource, "created");
  }

  @Rule(value = CRASH, seconds = 3)
  void betweenEffectAndReport() {
    var order = bench.ensure(resource);
    crashAtBackEnd(order, "crash-after");
    order.end().mustBe("ready");
    bench.effectsMustBe(resource, "created");
  }

  @Rule(value = CRASH, seconds = 3)
  void asTheReportIsSent() {
    var order = bench.ensure(resource);
    crash(order, When.BEFORE, this::reportsTheEnd);
    order.end().mustBe("ready");
  }

  @Rule(value = CRASH, seconds = 3)
  void asTheReportIsSentHasOneEffect() {
    bench.backEnd();
    crash(bench.ensure(resource), When.BEFORE, this::reportsTheEnd);
    bench.effectsMustBe(resource, "created");
  }

  @Rule(value = CRASH, seconds = 3)
  void beforeTheStreamSaysThatItHasTheReport() {
    var order = bench.ensure(resource);
    crash(order, When.BEFORE, this::storesTheEnd);
    order.end().mustBe("ready");
  }

  @Rule(value = CRASH, seconds = 3)
  void betweenReportAndAcknowledgement() {
    var order = bench.ensure(resource);
    crash(order, When.BEFORE, Frame::acknowledges);
    order.end().mustBe("ready");
  }

  @Rule(value = CRASH, seconds = 3)
  void betweenReportAndAcknowledgementHasOneEffect() {
    bench.backEnd();
    crash(bench.ensure(resource), When.BEFORE, Frame::acknowledges);
    bench.effectsMustBe(resource, "created");
  }

  @Rule(value = CRASH, seconds = 3)
  void rightAfterTheAcknowledgement() {
    var order = bench.ensure(resource);
    crash(order, When.AFTER, Frame::acknowledges);
    order.end().mustBe("ready");
  }

  @Rule(value = CRASH, seconds = 3)
  void beforeARemoval() {
    var order = made();
    crashAtBackEnd(order, "crash-before");
    order.end().mustBe("gone");
    bench.effectsMustBe(resource, "created", "deleted");
  }

  @Rule(value = CRASH, seconds = 3)
  void betweenRemovalAndReport() {
    var order = made();
    crashAtBackEnd(order, "crash-after");
    order.end().mustBe("gone");
    bench.effectsMustBe(resource, "created", "deleted");
  }

  @Rule(value = CRASH, seconds = 3)
  void asTheReportOfARemovalIsSent() {
    var order = made();
    crash(order, When.BEFORE, this::reportsTheEnd);
    order.end().mustBe("gone");
  }

  @Rule(value = CRASH, seconds = 3)
  void betweenReportAndAcknowledgementOfARemoval() {
    var order = made();
    crash(order, When.BEFORE, Frame::acknowledges);
    order.end().mustBe("gone");
  }

  @Rule(value = CRASH, seconds = 3)
  void beforeAChange() {
    make();
    var order = bench.ensure(resource).generation(2).desired(bench.provider().second());
    crashAtBackEnd(order, "crash-before");
    Verbs.mustShow(order.end(), bench.provider().second());
    bench.effectsMustBe(resource, "created", "changed");
  }

  @Rule(value = CRASH, seconds = 3)
  void betweenChangeAndReport() {
    make();
    var order = bench.ensure(resource).generation(2).desired(bench.provider().second());
    crashAtBackEnd(order, "crash-after");
    Verbs.mustShow(order.end(), bench.provider().second());
    bench.effectsMustBe(resource, "created", "changed");
  }

  @Rule(value = CRASH, seconds = 3)
  void betweenActAndReport() {
    var order = actable();
    crashAtBackEnd(order, "crash-after");
    bench.effectsMustBe(resource, "created", "acted");
  }

  @Rule(value = CRASH, seconds = 3)
  void beforeAnAct() {
    var order = actable();
    crashAtBackEnd(order, "crash-before");
    bench.effectsMustBe(resource, "created", "acted");
  }

  @Rule(value = CRASH, seconds = 3)
  void asTheReportOfAnActIsSent() {
    bench.backEnd();
    crash(actable(), When.BEFORE, this::reportsTheEnd);
    bench.effectsMustBe(resource, "created", "acted");
  }

  @Rule(value = CRASH, seconds = 3)
  void betweenReportAndAcknowledgementOfAnAct() {
    bench.backEnd();
    crash(actable(), When.BEFORE, Frame::acknowledges);
    bench.effectsMustBe(resource, "created", "acted");
  }

  @Rule(value = CRASH, seconds = 4)
  void twiceInARow() {
    var order = bench.ensure(resource);
    bench.backEnd().befall(resource, List.of("crash-before", "crash-after"));
    order.send();
    bench.awaitCrash();
    bench.start();
    bench.awaitCrash();
    bench.start();
    bench.oneEnd(order).mustBe("ready");
    bench.effectsMustBe(resource, "created");
  }

  @Rule(value = ROBUST, seconds = 10)
  void withoutEndAreGivenUp() {
    var words = new ArrayList<String>();
    for (int i = 0; i < 2 * GIVEN_UP_AFTER; i++) {
      words.add("crash-before");
    }
    bench.backEnd().befall(resource, words);
    var order = bench.ensure(resource).send();
    for (int i = 0; i < GIVEN_UP_AFTER; i++) {
      bench.awaitCrash();
      bench.start();
    }
    order.end().mustFail("UNKNOWN", "CRASHED_REPEATEDLY");
    order.acknowledged();
    bench.effectsMustBe(resource);
  }

  @Rule(value = CRASH, seconds = 4)
  void loseNothingOfManyOrders() {
    var orders = new ArrayList<Order>();
    for (int i = 0; i < 60; i++) {
      orders.add(bench.ensure(bench.resource()).send());
    }
    bench.heard().await(0, orders.getFirst()::meant, bench.patience());
    bench.killAndStart();
    orders.forEach(order -> order.end().mustBe("ready"));
    orders.forEach(Order::acknowledged);
    orders.forEach(bench::oneEnd);
  }

  @Rule(value = CRASH, seconds = 4)
  void repeatNothingOfManyOrders() {
    bench.backEnd();
    var orders = new ArrayList<Order>();
    for (int i = 0; i < 60; i++) {
      orders.add(bench.ensure(bench.resource()).send());
    }
    Patience.sleep(Duration.ofMillis(60));
    bench.killAndStart();
    orders.forEach(order -> order.end().mustBe("ready"));
    for (var order : orders) {
      var effects = bench.backEnd().effects(order.resource());
      // A kill may fall between an effect and its line in the journal, so none is no repetition.
      Broken.unless(effects.size() <= 1, "%s happened twice: %s", order.token(), effects);
    }
  }

  @Rule(value = CRASH, seconds = 4)
  void ofOneOrderDoNotHarmItsNeighbours() {
    bench.backEnd().befall(resource, List.of("crash-after"));
    var crashing = bench.ensure(resource).send();
    var neighbours = new ArrayList<Order>();
    for (int i = 0; i < 10; i++) {
      neighbours.add(bench.ensure(bench.resource()).send());
    }
    bench.awaitCrash();
    bench.start();
    crashing.end().mustBe("ready");
    neighbours.forEach(order -> bench.oneEnd(order).mustBe("ready"));
  }
}
