package dev.orrery.provider.testkit.checks;

import static dev.orrery.provider.testkit.checks.Clause.MEMORY;

import dev.orrery.provider.testkit.bench.Bench;
import dev.orrery.provider.testkit.bench.Broken;

/// The provider's own memory is lost; its back end is as it was.
final class Memory {
  private final Bench bench;
  private final String resource;

  Memory(Bench bench) {
    this.bench = bench;
    resource = bench.resource();
  }

  private void makeAndForget() {
    bench.backEnd();
    bench.ensure(resource).go();
    bench.loseMemory();
    bench.start();
  }

  @Rule(value = MEMORY, seconds = 3)
  void lostMeansWhatIsThereIsAdopted() {
    makeAndForget();
    bench.ensure(resource).go().mustBe("ready");
    bench.effectsMustBe(resource, "created");
  }

  @Rule(value = MEMORY, seconds = 3)
  void lostMeansWhatIsThereIsStillSeen() {
    makeAndForget();
    Verbs.mustShow(bench.observe(resource).go(), bench.provider().first());
  }

  @Rule(value = MEMORY, seconds = 3)
  void lostMeansWhatIsThereCanBeRemoved() {
    makeAndForget();
    bench.remove(resource).generation(2).go().mustBe("gone");
    bench.effectsMustBe(resource, "created", "deleted");
  }

  @Rule(value = MEMORY, seconds = 3)
  void lostMeansWhatIsThereCanBeChanged() {
    makeAndForget();
    Verbs.mustShow(
        bench.ensure(resource).generation(2).desired(bench.provider().second()).go(),
        bench.provider().second());
    bench.effectsMustBe(resource, "created", "changed");
  }

  @Rule(value = MEMORY, seconds = 3)
  void lostMeansADuplicateStillHasNoSecondEffect() {
    bench.backEnd();
    var order = bench.ensure(resource);
    order.go();
    order.acknowledged();
    bench.loseMemory();
    bench.start();
    order.send();
    order.acknowledged();
    bench.effectsMustBe(resource, "created");
  }

  @Rule(value = MEMORY, seconds = 3)
  void keptMeansNothingIsReportedAtAStart() {
    var order = bench.ensure(resource);
    order.go();
    order.acknowledged();
    int before = reports();
    bench.killAndStart();
    bench.ensure(bench.resource()).go();
    var own = reports() - before;
    Broken.unless(own == 0, "%d reports came at the start that nobody had asked for", own);
  }

  private int reports() {
    return bench
        .heard()
        .find(said -> said.subject().startsWith("reports.") && said.subject().endsWith(resource))
        .size();
  }
}
