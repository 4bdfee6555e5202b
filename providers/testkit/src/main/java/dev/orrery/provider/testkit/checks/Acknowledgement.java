package dev.orrery.provider.testkit.checks;

import static dev.orrery.provider.testkit.checks.Clause.ACKNOWLEDGE;

import dev.orrery.provider.testkit.bench.Bench;
import dev.orrery.provider.testkit.bench.Broken;
import dev.orrery.provider.testkit.bench.Frame;
import dev.orrery.provider.testkit.bench.Order;
import dev.orrery.provider.testkit.bench.Patience;
import dev.orrery.provider.testkit.bench.UnderTest;
import java.time.Duration;
import java.util.List;

final class Acknowledgement {
  private final Bench bench;

  Acknowledgement(Bench bench) {
    this.bench = bench;
  }

  @Rule(ACKNOWLEDGE)
  void followsTheReport() {
    var order = bench.ensure(bench.resource());
    order.go();
    mustFollowTheStoredReport(order);
  }

  @Rule(ACKNOWLEDGE)
  void followsTheReportOfARefusal() {
    var resource = bench.resource();
    bench.ensure(resource).generation(2).go();
    var refused = bench.ensure(resource).generation(1);
    refused.go();
    mustFollowTheStoredReport(refused);
  }

  @Rule(ACKNOWLEDGE)
  void followsTheReportOfARepeatedAnswer() {
    var order = bench.ensure(bench.resource());
    order.go();
    order.acknowledged();
    order.send();
    order.acknowledged();
  }

  /// The order of events on the wire: report, the stream's word that it has it, acknowledgement.
  private void mustFollowTheStoredReport(Order order) {
    order.acknowledged();
    var ack = acks(order).getFirst();
    var report =
        bench
            .wire()
            .frames(frame ->
                frame.published()
                    && frame.subject().startsWith("reports.")
                    && frame.text().contains('"' + order.token() + '"'))
            .getLast();
    Broken.unless(
        report.index() < ack.index(), "the order was acknowledged before it was reported");
    var stored =
        bench
            .wire()
            .frames(frame ->
                frame.delivered()
                    && frame.subject().equals(report.reply())
                    && !report.reply().isEmpty());
    Broken.unless(
        !stored.isEmpty() && stored.getFirst().index() < ack.index(),
        "the order was acknowledged before the stream had said that it has the report");
  }

  private List<Frame> acks(Order order) {
    return bench
        .wire()
        .frames(frame ->
            frame.acknowledges() && order.sequences().contains(frame.acknowledgedSequence()));
  }

  @Rule(value = ACKNOWLEDGE, seconds = 2)
  void doesNotComeBeforeTheEffect() {
    var resource = bench.resource();
    bench.backEnd().befall(resource, List.of("slow 1200"));
    var order = bench.ensure(resource).send();
    Patience.sleep(Duration.ofMillis(700));
    Broken.unless(
        acks(order).isEmpty(), "it was acknowledged while the back end still worked on it");
    order.end();
  }

  @Rule(value = ACKNOWLEDGE, seconds = 2)
  void isNotPrecededByAReportOfWhatIsNotDoneYet() {
    var resource = bench.resource();
    bench.backEnd().befall(resource, List.of("slow 1200"));
    var order = bench.ensure(resource).send();
    Patience.sleep(Duration.ofMillis(700));
    Broken.unless(
        order.reports().stream().noneMatch(said -> said.ends()),
        "it was reported as ended while the back end still worked on it");
    order.end().mustBe("ready");
  }

  @Rule(value = ACKNOWLEDGE, seconds = 4)
  void isHeldOffByWordsOfProgress() {
    var resource = bench.resource();
    bench.backEnd().befall(resource, List.of("slow 3200"));
    var order = bench.ensure(resource).send();
    order.end().mustBe("ready");
    order.acknowledged();
    var deliveries =
        bench.wire().frames(frame -> order.sequences().contains(frame.deliveredSequence()));
    var asked =
        bench
            .wire()
            .frames(frame ->
                order.sequences().contains(frame.acknowledgedSequence())
                    && frame.text().startsWith("-NAK"));
    Broken.unless(
        deliveries.size() <= 1 + asked.size(),
        "an order that took longer than the ack wait of %s was delivered %d times; say +WPI",
        UnderTest.ACK_WAIT,
        deliveries.size());
    bench.effectsMustBe(resource, "created");
  }

  @Rule(ACKNOWLEDGE)
  void comesForEveryOrder() {
    var resource = bench.resource();
    List.of(
            bench.ensure(resource).generation(2).fence(2),
            bench.ensure(resource).generation(1).fence(2),
            bench.ensure(resource).generation(2).fence(1),
            bench.order("frobnicate", resource).generation(2).fence(2),
            bench.observe(resource).generation(2).fence(2),
            bench.remove(resource).generation(3).fence(2))
        .forEach(order -> {
          order.go();
          order.acknowledged();
        });
  }
}
