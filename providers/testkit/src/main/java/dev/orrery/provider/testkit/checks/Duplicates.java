package dev.orrery.provider.testkit.checks;

import static dev.orrery.provider.testkit.checks.Clause.DUPLICATES;
import static dev.orrery.provider.testkit.checks.Clause.RETRIES;

import dev.orrery.provider.testkit.bench.Bench;
import dev.orrery.provider.testkit.bench.Broken;
import dev.orrery.provider.testkit.bench.Order;
import dev.orrery.provider.testkit.bench.Patience;
import dev.orrery.provider.testkit.bench.Said;
import java.time.Duration;
import java.util.List;

final class Duplicates {
  private static final Duration DUPLICATE_WINDOW = Duration.ofMinutes(10);
  private static final Duration SHORTEST_WINDOW = Duration.ofMillis(100);

  /// The server looks for ids that are older than the window when it has time for it.
  private static final Duration FORGOTTEN = SHORTEST_WINDOW.multipliedBy(8);

  private final Bench bench;
  private final String resource;

  Duplicates(Bench bench) {
    this.bench = bench;
    resource = bench.resource();
  }

  @Rule(DUPLICATES)
  void sentTogetherAreAnsweredOnce() {
    var order = bench.ensure(resource).send().send();
    order.acknowledged();
    bench.oneEnd(order);
  }

  @Rule(DUPLICATES)
  void sentTogetherHaveOneEffect() {
    var order = bench.ensure(resource).send().send();
    order.end();
    order.acknowledged();
    bench.effectsMustBe(resource, "created");
  }

  @Rule(DUPLICATES)
  void tenAtOnceHaveOneEffectAndOneAnswer() {
    bench.backEnd();
    var order = bench.ensure(resource);
    for (int i = 0; i < 10; i++) {
      order.send();
    }
    order.acknowledged();
    bench.oneEnd(order);
    bench.effectsMustBe(resource, "created");
  }

  @Rule(DUPLICATES)
  void afterTheEndAreAnsweredWordForWord() {
    var order = bench.ensure(resource);
    order.go();
    order.acknowledged();
    order.send();
    order.acknowledged();
    mustBeSaidAlike(order);
  }

  private void mustBeSaidAlike(Order order) {
    var ends = order.reports().stream().filter(Said::ends).toList();
    Broken.unless(!ends.isEmpty(), "it was not answered");
    for (var end : ends) {
      Broken.unless(
          end.json().equals(ends.getFirst().json()),
          "it was answered by %s, and then by %s",
          ends.getFirst().brief(),
          end.brief());
    }
  }

  @Rule(value = DUPLICATES, seconds = 3)
  void afterARestartAreAnsweredWordForWord() {
    var order = bench.ensure(resource);
    order.go();
    order.acknowledged();
    bench.killAndStart();
    order.send();
    order.acknowledged();
    mustBeSaidAlike(order);
  }

  @Rule(value = DUPLICATES, seconds = 4)
  void aDayLaterAreAnsweredUnderTheSameId() {
    var order = bench.ensure(resource);
    order.go();
    order.acknowledged();
    bench.process().kill();
    bench.age("WORK", "REPORTS", SHORTEST_WINDOW);
    Patience.sleep(FORGOTTEN);
    bench.start();
    order.send();
    order.acknowledged();
    var again = bench.stored("REPORTS", "reports.*.*." + resource);
    bench.window("REPORTS", DUPLICATE_WINDOW);
    Broken.unless(again > 0, "the answer was not given again: whoever asks a day later waits");
    mustBeSaidAlike(order);
  }

  @Rule(value = DUPLICATES, seconds = 4)
  void aDayLaterHaveNoSecondEffect() {
    var order = bench.ensure(resource);
    order.go();
    order.acknowledged();
    bench.process().kill();
    bench.age("WORK", "REPORTS", SHORTEST_WINDOW);
    Patience.sleep(FORGOTTEN);
    bench.start();
    order.send();
    order.acknowledged();
    bench.window("REPORTS", DUPLICATE_WINDOW);
    bench.effectsMustBe(resource, "created");
  }

  @Rule(DUPLICATES)
  void ofARemoveRemoveOnce() {
    bench.ensure(resource).go();
    var order = bench.remove(resource).generation(2).send().send();
    order.acknowledged();
    bench.oneEnd(order).mustBe("gone");
    bench.effectsMustBe(resource, "created", "deleted");
  }

  @Rule(DUPLICATES)
  void ofAnActActOnce() {
    bench.action();
    bench.ensure(resource).go();
    var order = bench.act(resource).send().send();
    order.acknowledged();
    order.send();
    order.acknowledged();
    bench.oneEnd(order);
    bench.effectsMustBe(resource, "created", "acted");
  }

  @Rule(DUPLICATES)
  void ofAFailureFailAlike() {
    bench.backEnd().befall(resource, List.of("permanent"));
    var order = bench.ensure(resource);
    order.go().mustFail("PERMANENT");
    order.acknowledged();
    order.send();
    order.acknowledged();
    bench.oneEnd(order);
    bench.effectsMustBe(resource);
  }

  @Rule(DUPLICATES)
  void ofAnOlderOrderDoNotUndoANewerOne() {
    var first = bench.ensure(resource);
    first.go();
    bench.ensure(resource).generation(2).desired(bench.provider().second()).go();
    first.send();
    first.acknowledged();
    Verbs.mustShow(bench.observe(resource).generation(2).go(), bench.provider().second());
  }

  @Rule(DUPLICATES)
  void ofAnEnsureDoNotBringBackWhatWasRemoved() {
    var first = bench.ensure(resource);
    first.go();
    bench.remove(resource).generation(2).go();
    first.send();
    first.acknowledged();
    bench.observe(resource).generation(2).go().mustBe("gone");
  }

  @Rule(DUPLICATES)
  void ofALookAreAnsweredUnderTheSameId() {
    bench.ensure(resource).go();
    var look = bench.observe(resource);
    look.go();
    look.send();
    look.acknowledged();
    bench.oneEnd(look);
  }

  @Rule(value = DUPLICATES, seconds = 3)
  void haveTheSameReportIdAfterTheMemoryIsLost() {
    var order = bench.ensure(resource);
    var before = order.go();
    bench.loseMemory();
    bench.start();
    int heard = bench.heard().count();
    order.send();
    var after =
        bench
            .heard()
            .await(heard, said -> said.ends() && order.meant(said), bench.patience())
            .orElseThrow(() -> new Broken("the order was not answered again"));
    Broken.unless(
        after.field("id").equals(before.field("id")),
        "the id does not follow from the order and its outcome alone: %s, then %s",
        before.field("id"),
        after.field("id"));
  }

  @Rule(RETRIES)
  void areToldFromRetries() {
    bench.backEnd().befall(resource, List.of("permanent"));
    var first = bench.ensure(resource);
    first.go().mustBe("failed");
    first.copy().attempt(2).go().mustBe("ready");
    bench.effectsMustBe(resource, "created");
  }

  @Rule(RETRIES)
  void areToldFromRetriesByTheReportsId() {
    var first = bench.ensure(resource);
    var one = first.go();
    var two = first.copy().attempt(2).go();
    Broken.unless(
        !one.field("id").equals(two.field("id")),
        "both attempts were reported as %s",
        one.field("id"));
  }

  @Rule(RETRIES)
  void andRetriesOfWhatSucceededHaveNoSecondEffect() {
    bench.backEnd();
    var first = bench.ensure(resource);
    first.go();
    first.copy().attempt(2).go().mustBe("ready");
    bench.effectsMustBe(resource, "created");
  }
}
