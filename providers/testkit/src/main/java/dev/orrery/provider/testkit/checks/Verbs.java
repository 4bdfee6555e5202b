package dev.orrery.provider.testkit.checks;

import static dev.orrery.provider.testkit.checks.Clause.ACT;
import static dev.orrery.provider.testkit.checks.Clause.ENSURE;
import static dev.orrery.provider.testkit.checks.Clause.OBSERVE;
import static dev.orrery.provider.testkit.checks.Clause.OTHER_VERBS;
import static dev.orrery.provider.testkit.checks.Clause.REMOVE;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.provider.testkit.bench.Bench;
import dev.orrery.provider.testkit.bench.Broken;
import dev.orrery.provider.testkit.bench.Said;

final class Verbs {
  private final Bench bench;
  private final String resource;

  Verbs(Bench bench) {
    this.bench = bench;
    resource = bench.resource();
  }

  @Rule(ENSURE)
  void ensureMakesTheResource() {
    bench.ensure(resource).go().mustBe("ready");
  }

  @Rule(ENSURE)
  void ensureSaysWhatIsThere() {
    mustShow(bench.ensure(resource).go(), bench.provider().first());
  }

  /// What is both desired and observed is the same.
  static void mustShow(Said said, JsonNode desired) {
    said.mustBe("ready");
    Broken.unless(said.observed().isObject(), "a ready report says what is there");
    desired
        .properties()
        .forEach(field -> {
          var there = said.observed().path(field.getKey());
          Broken.unless(
              there.isMissingNode() || !shown(field.getValue()) || there.equals(field.getValue()),
              "it is reported as ready with %s %s, and %s was ordered",
              field.getKey(),
              there,
              field.getValue());
        });
  }

  private static boolean shown(JsonNode desired) {
    return !desired.isContainerNode() || !desired.isEmpty();
  }

  @Rule(ENSURE)
  void ensureHasOneEffectOfItsOwnToken() {
    var order = bench.ensure(resource);
    order.go();
    bench.effectsMustBe(resource, "created");
    var token = bench.backEnd().effects(resource).getFirst().operationToken();
    Broken.unless(
        token.equals(order.token()), "the effect of %s is journalled for %s", order.token(), token);
  }

  @Rule(ENSURE)
  void ensureOfWhatIsThereAlreadyChangesNothing() {
    bench.ensure(resource).go();
    bench.ensure(resource).go().mustBe("ready");
    bench.ensure(resource).generation(2).go().mustBe("ready");
    bench.effectsMustBe(resource, "created");
  }

  @Rule(ENSURE)
  void ensureChangesWhatDiffers() {
    bench.ensure(resource).go();
    var changed = bench.ensure(resource).generation(2).desired(bench.provider().second()).go();
    mustShow(changed, bench.provider().second());
  }

  @Rule(ENSURE)
  void ensureChangesThingsInPlace() {
    bench.ensure(resource).go();
    bench.ensure(resource).generation(2).desired(bench.provider().second()).go();
    bench.effectsMustBe(resource, "created", "changed");
  }

  @Rule(ENSURE)
  void ensureBringsBackWhatWasChangedBefore() {
    bench.ensure(resource).go();
    bench.ensure(resource).generation(2).desired(bench.provider().second()).go();
    mustShow(bench.ensure(resource).generation(3).go(), bench.provider().first());
  }

  @Rule(REMOVE)
  void removeTakesItAway() {
    bench.ensure(resource).go();
    bench.remove(resource).generation(2).go().mustBe("gone");
    bench.observe(resource).generation(2).go().mustBe("gone");
  }

  @Rule(REMOVE)
  void removeHasOneEffect() {
    bench.ensure(resource).go();
    bench.remove(resource).generation(2).go();
    bench.effectsMustBe(resource, "created", "deleted");
  }

  @Rule(REMOVE)
  void removeOfWhatNeverWasIsGone() {
    bench.remove(resource).go().mustBe("gone");
  }

  @Rule(REMOVE)
  void removeOfWhatIsGoneIsGone() {
    bench.ensure(resource).go();
    bench.remove(resource).generation(2).go().mustBe("gone");
    bench.remove(resource).generation(3).go().mustBe("gone");
  }

  @Rule(REMOVE)
  void removeOfWhatIsGoneChangesNothing() {
    bench.remove(resource).go();
    bench.effectsMustBe(resource);
  }

  @Rule(ENSURE)
  void ensureMakesAnewWhatWasRemoved() {
    bench.ensure(resource).go();
    bench.remove(resource).generation(2).go();
    bench.ensure(resource).generation(3).go().mustBe("ready");
    bench.observe(resource).generation(3).go().mustBe("ready");
  }

  @Rule(OBSERVE)
  void observeSaysWhatIsThere() {
    bench.ensure(resource).go();
    mustShow(bench.observe(resource).go(), bench.provider().first());
  }

  @Rule(OBSERVE)
  void observeOfWhatNeverWasIsGone() {
    bench.observe(resource).go().mustBe("gone");
  }

  @Rule(OBSERVE)
  void observeChangesNothing() {
    bench.observe(resource).go();
    bench.ensure(resource).go();
    bench.observe(resource).go();
    bench.observe(resource).generation(9).go();
    bench.effectsMustBe(resource, "created");
  }

  @Rule(OBSERVE)
  void observeDoesNotBeginAGeneration() {
    bench.ensure(resource).generation(2).go();
    bench.observe(resource).generation(9).go().mustBe("ready");
    bench.ensure(resource).generation(3).go().mustBe("ready");
  }

  @Rule(ACT)
  void actIsDone() {
    bench.action();
    bench.ensure(resource).go();
    bench.act(resource).go().mustBe("ready");
  }

  @Rule(ACT)
  void actHasOneEffect() {
    bench.action();
    bench.ensure(resource).go();
    bench.act(resource).go();
    bench.effectsMustBe(resource, "created", "acted");
  }

  @Rule(ACT)
  void actIsDoneForEachOperation() {
    bench.action();
    bench.ensure(resource).go();
    bench.act(resource).go();
    bench.act(resource).go();
    bench.effectsMustBe(resource, "created", "acted", "acted");
  }

  @Rule(ACT)
  void actOfAnActionItDoesNotKnowIsRefused() {
    bench.ensure(resource).go();
    bench.order("act", resource).action("frobnicate").go().mustFail("PERMANENT", "UNKNOWN_ACTION");
  }

  @Rule(ACT)
  void actUponWhatIsNotThereFails() {
    bench.action();
    bench.act(resource).go().mustBe("failed");
    bench.effectsMustBe(resource);
  }

  @Rule(OTHER_VERBS)
  void anUnknownVerbIsRefused() {
    bench.order("frobnicate", resource).go().mustFail("PERMANENT", "UNKNOWN_VERB");
  }

  @Rule(OTHER_VERBS)
  void anUnknownVerbChangesNothing() {
    bench.ensure(resource).go();
    bench.order("frobnicate", resource).desired(bench.provider().second()).go();
    bench.effectsMustBe(resource, "created");
  }

  @Rule(OTHER_VERBS)
  void anUnknownVerbLeavesFenceAndGenerationAlone() {
    bench.ensure(resource).go();
    bench.order("frobnicate", resource).generation(9).fence(9).go();
    bench.ensure(resource).generation(2).fence(2).go().mustBe("ready");
  }

  @Rule(OTHER_VERBS)
  void aKindItDoesNotMakeIsRefused() {
    var other = bench.kind().equals("dns") ? "network" : "dns";
    if (Hello.texts(bench.hello().path("kinds")).contains(other)) {
      other = "ipam";
    }
    bench.ensure(resource).kind(other).go().mustFail("PERMANENT", "UNKNOWN_KIND");
  }
}
