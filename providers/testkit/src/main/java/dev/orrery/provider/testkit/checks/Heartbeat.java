package dev.orrery.provider.testkit.checks;

import static dev.orrery.provider.testkit.checks.Clause.HEARTBEAT;

import dev.orrery.provider.testkit.bench.Bench;
import dev.orrery.provider.testkit.bench.Broken;
import dev.orrery.provider.testkit.bench.NotApplicable;
import dev.orrery.provider.testkit.bench.Patience;
import dev.orrery.provider.testkit.bench.Said;
import dev.orrery.provider.testkit.bench.Schemas;
import dev.orrery.provider.testkit.bench.UnderTest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

final class Heartbeat {
  /// A beat may be late by as much as a busy machine makes it.
  private static final Duration LATE = UnderTest.HEARTBEAT.multipliedBy(3);

  private final Bench bench;

  Heartbeat(Bench bench) {
    this.bench = bench;
  }

  private Optional<Said> next(Duration patience) {
    return bench
        .heard()
        .await(
            bench.heard().count(),
            said -> said.subject().startsWith("providers.heartbeat."),
            patience);
  }

  private Said next() {
    return next(LATE)
        .orElseThrow(() ->
            new Broken(
                "no heartbeat for %s, and it was told to beat every %s"
                    .formatted(LATE, UnderTest.HEARTBEAT)));
  }

  @Rule(HEARTBEAT)
  void keepsItsSchema() {
    Schemas.mustSatisfy("heartbeat", next().json());
  }

  @Rule(HEARTBEAT)
  void comesUnderTheProvidersName() {
    var beat = next();
    Broken.unless(
        beat.subject().equals("providers.heartbeat." + bench.name())
            && beat.field("provider").equals(bench.name()),
        "it came on %s: %s",
        beat.subject(),
        beat.brief());
  }

  @Rule(value = HEARTBEAT, seconds = 4)
  void comesInTime() {
    for (int i = 0; i < 4; i++) {
      next();
    }
  }

  @Rule(value = HEARTBEAT, seconds = 4)
  void comesNoMoreOftenThanAsked() {
    next();
    int before = bench.heard().count();
    Patience.sleep(UnderTest.HEARTBEAT.multipliedBy(4));
    var beats =
        bench.heard().find(said -> said.subject().startsWith("providers.heartbeat.")).size();
    var late = bench.heard().count() - before;
    Broken.unless(beats > 0 && late <= 8, "%d messages in four beats' time", late);
  }

  @Rule(HEARTBEAT)
  void isOfTheSessionThatSaidHello() {
    var session = bench.hello().path("session").asText("no hello");
    var beat = next();
    Broken.unless(
        beat.field("session").equals(session),
        "the hello's session is %s, the heartbeat's %s",
        session,
        beat.field("session"));
  }

  @Rule(value = HEARTBEAT, seconds = 3)
  void goesOnWhileAnOrderTakesLong() {
    var resource = bench.resource();
    bench.backEnd().befall(resource, List.of("slow 2500"));
    var order = bench.ensure(resource).send();
    for (int i = 0; i < 3; i++) {
      next();
    }
    order.end();
  }

  @Rule(value = HEARTBEAT, seconds = 3)
  void countsTheOrdersItHolds() {
    if (!next().json().has("ordersHeld")) {
      throw new NotApplicable("the heartbeat does not say ordersHeld, which is optional");
    }
    var resource = bench.resource();
    bench.backEnd().befall(resource, List.of("slow 2500"));
    var order = bench.ensure(resource).send();
    var held =
        bench
            .heard()
            .await(
                bench.heard().count(),
                said -> said.json().path("ordersHeld").asInt() > 0,
                Duration.ofSeconds(3));
    Broken.unless(held.isPresent(), "it held an order, and said that it held none");
    order.end();
  }

  @Rule(value = HEARTBEAT, seconds = 3)
  void comesAgainAfterAReconnect() {
    bench.wire().cut();
    Broken.unless(
        next(bench.patience()).isPresent(), "its connection was cut, and it never beat again");
  }
}
