package dev.orrery.provider.testkit.checks;

import static dev.orrery.provider.testkit.checks.Clause.OUTAGES;

import dev.orrery.provider.testkit.bench.Bench;
import dev.orrery.provider.testkit.bench.Broken;
import dev.orrery.provider.testkit.bench.Frame;
import dev.orrery.provider.testkit.bench.Patience;
import dev.orrery.provider.testkit.bench.UnderTest;
import dev.orrery.provider.testkit.bench.Wire.When;
import java.time.Duration;
import java.util.List;

final class Outages {
  private final Bench bench;
  private final String resource;

  Outages(Bench bench) {
    this.bench = bench;
    resource = bench.resource();
  }

  private boolean reports(Frame frame) {
    return frame.published()
        && frame.subject().startsWith("reports.")
        && frame.subject().endsWith(resource);
  }

  @Rule(value = OUTAGES, seconds = 3)
  void ofNatsAreOutlived() {
    bench.ensure(resource).go();
    bench.natsOutage(Duration.ofMillis(300));
    bench.ensure(resource).generation(2).go().mustBe("ready");
    Broken.unless(bench.process().alive(), "the process is gone");
  }

  @Rule(value = OUTAGES, seconds = 4)
  void ofNatsDuringTheWorkLoseNothing() {
    bench.backEnd().befall(resource, List.of("slow 2000"));
    var order = bench.ensure(resource).send();
    Patience.sleep(Duration.ofMillis(400));
    bench.natsOutage(Duration.ofMillis(300));
    order.end().mustBe("ready");
    bench.oneEnd(order);
    bench.effectsMustBe(resource, "created");
  }

  @Rule(value = OUTAGES, seconds = 4)
  void ofTheConnectionWhenTheWorkEndsLoseNothing() {
    bench.backEnd().befall(resource, List.of("slow 700"));
    var order = bench.ensure(resource).send();
    Patience.sleep(Duration.ofMillis(300));
    bench.wire().refuse(true);
    Patience.sleep(Duration.ofMillis(1200));
    bench.wire().refuse(false);
    bench.oneEnd(order).mustBe("ready");
    order.acknowledged();
    bench.effectsMustBe(resource, "created");
  }

  @Rule(value = OUTAGES, seconds = 3)
  void thatSwallowAReportDoNotLoseIt() {
    var order = bench.ensure(resource);
    bench.wire().trap(this::reports, When.BEFORE, () -> {});
    order.send();
    bench.oneEnd(order).mustBe("ready");
    order.acknowledged();
  }

  @Rule(value = OUTAGES, seconds = 3)
  void thatSwallowTheStreamsAnswerDoNotDoubleTheReport() {
    var order = bench.ensure(resource);
    bench.wire().trap(this::reports, When.AFTER, () -> {});
    order.send();
    order.end().mustBe("ready");
    order.acknowledged();
    bench.oneEnd(order);
    var stored = bench.stored("REPORTS", "reports.*.*." + resource);
    Broken.unless(
        stored == order.reports().stream().map(said -> said.field("id")).distinct().count(),
        "the stream has %d reports",
        stored);
  }

  @Rule(value = OUTAGES, seconds = 3)
  void thatSwallowAnAcknowledgementHaveNoSecondEffect() {
    bench.backEnd();
    var order = bench.ensure(resource);
    bench.wire().trap(Frame::acknowledges, When.BEFORE, () -> {});
    order.send();
    order.end().mustBe("ready");
    bench.settled();
    bench.oneEnd(order);
    bench.effectsMustBe(resource, "created");
  }

  @Rule(value = OUTAGES, seconds = 5)
  void inWhichNothingIsHeardBringTheOrderTwiceAndOneEffect() {
    bench.backEnd().befall(resource, List.of("slow 1000"));
    var order = bench.ensure(resource).send();
    Patience.sleep(Duration.ofMillis(300));
    bench.wire().freeze(true);
    Patience.sleep(UnderTest.ACK_WAIT.multipliedBy(2));
    bench.wire().freeze(false);
    order.end().mustBe("ready");
    bench.settled();
    bench.oneEnd(order);
    bench.effectsMustBe(resource, "created");
  }

  @Rule(value = OUTAGES, unstarted = true, seconds = 4)
  void atTheStartAreWaitedFor() {
    bench.wire().refuse(true);
    var order = bench.ensure(resource).send();
    bench.startAlone();
    Patience.sleep(Duration.ofMillis(2000));
    Broken.unless(bench.process().alive(), "it gave up because NATS was not there yet");
    bench.wire().refuse(false);
    order.end().mustBe("ready");
  }

  @Rule(value = OUTAGES, seconds = 3)
  void areNoReasonToForgetTheFence() {
    bench.ensure(resource).fence(7).go();
    bench.wire().cut();
    bench.ensure(resource).generation(2).fence(6).go().mustFail("PERMANENT", "STALE_FENCING_TOKEN");
  }
}
