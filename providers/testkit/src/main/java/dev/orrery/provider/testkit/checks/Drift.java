package dev.orrery.provider.testkit.checks;

import static dev.orrery.provider.testkit.checks.Clause.ENSURE;
import static dev.orrery.provider.testkit.checks.Clause.OBSERVE;
import static dev.orrery.provider.testkit.checks.Clause.REMOVE;

import dev.orrery.provider.testkit.bench.Bench;
import dev.orrery.provider.testkit.bench.Broken;
import java.util.List;

/// Somebody else changes the back end.
final class Drift {
  private final Bench bench;
  private final String resource;

  Drift(Bench bench) {
    this.bench = bench;
    resource = bench.resource();
  }

  @Rule(OBSERVE)
  void isSeenWhenTheResourceVanished() {
    bench.ensure(resource).go();
    bench.backEnd().befall(resource, List.of("vanish"));
    bench.observe(resource).go().mustBe("gone");
  }

  @Rule(OBSERVE)
  void isSeenWhenTheResourceChanged() {
    var before = bench.ensure(resource).go().observed();
    bench.backEnd().befall(resource, List.of("drift"));
    var after = bench.observe(resource).go().mustBe("ready").observed();
    Broken.unless(
        !after.equals(before), "the back end was changed, and it still reports %s", after);
  }

  @Rule(OBSERVE)
  void isNotRepairedByLooking() {
    bench.ensure(resource).go();
    bench.backEnd().befall(resource, List.of("drift"));
    var once = bench.observe(resource).go().observed();
    var twice = bench.observe(resource).go().observed();
    Broken.unless(once.equals(twice), "it observed %s, and then %s", once, twice);
    bench.effectsMustBe(resource, "created");
  }

  @Rule(ENSURE)
  void isRepairedWhenTheResourceVanished() {
    bench.ensure(resource).go();
    bench.backEnd().befall(resource, List.of("vanish"));
    bench.ensure(resource).go().mustBe("ready");
    bench.effectsMustBe(resource, "created", "created");
  }

  @Rule(ENSURE)
  void isRepairedWhenTheResourceChanged() {
    bench.ensure(resource).go();
    bench.backEnd().befall(resource, List.of("drift"));
    Verbs.mustShow(bench.ensure(resource).go(), bench.provider().first());
    bench.effectsMustBe(resource, "created", "changed");
  }

  @Rule(ENSURE)
  void isRepairedInTheSameGeneration() {
    bench.ensure(resource).generation(3).fence(3).go();
    bench.backEnd().befall(resource, List.of("drift"));
    bench.observe(resource).generation(3).fence(3).go();
    Verbs.mustShow(bench.ensure(resource).generation(3).fence(3).go(), bench.provider().first());
  }

  @Rule(REMOVE)
  void makesNoWorkForARemoval() {
    bench.ensure(resource).go();
    bench.backEnd().befall(resource, List.of("vanish"));
    bench.remove(resource).generation(2).go().mustBe("gone");
    bench.effectsMustBe(resource, "created");
  }
}
