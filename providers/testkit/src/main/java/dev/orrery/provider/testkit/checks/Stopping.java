package dev.orrery.provider.testkit.checks;

import static dev.orrery.provider.testkit.checks.Clause.STOPPING;

import dev.orrery.provider.testkit.bench.Bench;
import dev.orrery.provider.testkit.bench.Broken;
import dev.orrery.provider.testkit.bench.Patience;
import java.time.Duration;
import java.util.List;

final class Stopping {
  private static final Duration MOST = Duration.ofSeconds(15);

  private final Bench bench;
  private final String resource;

  Stopping(Bench bench) {
    this.bench = bench;
    resource = bench.resource();
  }

  private void stop() {
    bench.process().ask();
    Broken.unless(
        bench.process().awaitEnd(MOST).isPresent(),
        "it was asked to end by SIGTERM, and runs on after %s",
        MOST);
  }

  @Rule(value = STOPPING, seconds = 2)
  void isDoneWhenAsked() {
    stop();
  }

  @Rule(value = STOPPING, seconds = 6)
  void isDoneWhenAskedAmidWork() {
    bench.backEnd().befall(resource, List.of("slow 3000"));
    bench.ensure(resource).send();
    Patience.sleep(Duration.ofMillis(400));
    stop();
  }

  @Rule(value = STOPPING, seconds = 7)
  void amidWorkLosesNothingAndRepeatsNothing() {
    bench.backEnd().befall(resource, List.of("slow 3000"));
    var order = bench.ensure(resource).send();
    Patience.sleep(Duration.ofMillis(400));
    stop();
    bench.start();
    var end = bench.oneEnd(order);
    if (end.outcome().equals("ready")) {
      bench.effectMayBe(resource, "created");
    } else {
      end.mustFail("UNKNOWN");
    }
  }

  @Rule(value = STOPPING, seconds = 4)
  void withOrdersWaitingLosesNothing() {
    bench.ensure(resource).go();
    stop();
    var order = bench.ensure(resource).generation(2).send();
    bench.start();
    order.end().mustBe("ready");
  }

  @Rule(value = STOPPING, seconds = 4)
  void keepsTheAnswers() {
    var order = bench.ensure(resource);
    var before = order.go();
    order.acknowledged();
    stop();
    bench.start();
    order.send();
    order.acknowledged();
    var after = bench.oneEnd(order);
    Broken.unless(before.field("id").equals(after.field("id")), "the answer changed");
  }

  @Rule(value = STOPPING, seconds = 3)
  void endsTheHeartbeat() {
    stop();
    int heard = bench.heard().count();
    var late =
        bench
            .heard()
            .await(
                heard,
                said -> said.subject().startsWith("providers.heartbeat."),
                Duration.ofMillis(1200));
    Broken.unless(late.isEmpty(), "its process has ended, and something still beats in its name");
  }
}
