package dev.orrery.provider.testkit.checks;

import static dev.orrery.provider.testkit.checks.Clause.REPORTS;

import dev.orrery.provider.testkit.bench.Bench;
import dev.orrery.provider.testkit.bench.Broken;
import dev.orrery.provider.testkit.bench.NotApplicable;
import dev.orrery.provider.testkit.bench.Said;
import dev.orrery.provider.testkit.bench.Schemas;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;

/// What holds for every report, looked at in a tour through the outcomes.
final class Reports {
  private final Bench bench;

  Reports(Bench bench) {
    this.bench = bench;
  }

  /// Every report of a resource's life, with refusals in it.
  private List<Said> tour() {
    var resource = bench.resource();
    bench.ensure(resource).generation(2).fence(2).go();
    bench.observe(resource).generation(2).fence(2).go();
    bench.ensure(resource).generation(1).fence(2).go();
    bench.ensure(resource).generation(2).fence(1).go();
    bench.order("frobnicate", resource).generation(2).fence(2).go();
    bench.remove(resource).generation(3).fence(2).go();
    bench.observe(resource).generation(3).fence(2).go();
    return bench
        .heard()
        .find(said -> said.subject().startsWith("reports.") && said.subject().endsWith(resource));
  }

  @Rule(REPORTS)
  void keepTheirSchema() {
    tour().forEach(said -> Schemas.mustSatisfy("report", said.json()));
  }

  @Rule(REPORTS)
  void showTheStateInTheShapeOfTheirKind() {
    var kind = bench.kind();
    if (!kind.equals("compute")) {
      throw new NotApplicable("the contract has no schema for what is observed of " + kind);
    }
    for (var said : tour()) {
      if (!said.observed().isMissingNode()) {
        Schemas.mustSatisfy("compute-observed", said.observed());
      }
    }
  }

  @Rule(REPORTS)
  void goToTheSubjectOfTheirResource() {
    for (var said : tour()) {
      var wanted =
          "reports.%s.%s.%s".formatted(bench.name(), said.field("kind"), said.field("resourceId"));
      Broken.unless(said.subject().equals(wanted), "%s came on %s", said.brief(), said.subject());
    }
  }

  @Rule(REPORTS)
  void carryTheirIdAsMessageId() {
    for (var said : tour()) {
      Broken.unless(
          said.messageId().equals(said.field("id")),
          "the header Nats-Msg-Id is '%s' in %s",
          said.messageId(),
          said.brief());
    }
  }

  @Rule(REPORTS)
  void haveAnIdOfTheirOwn() {
    var ids = new HashSet<String>();
    for (var said : tour()) {
      if (said.ends()) {
        Broken.unless(
            ids.add(said.field("id")), "two orders were answered with the id %s", said.field("id"));
      }
    }
  }

  @Rule(REPORTS)
  void repeatWhatTheOrderSaysOfItself() {
    var order = bench.ensure(bench.resource()).generation(4).attempt(3).fence(5);
    var said = order.go();
    for (var field :
        List.of(
            "provider",
            "kind",
            "verb",
            "resourceId",
            "organization",
            "jobId",
            "stepId",
            "generation",
            "attempt",
            "operationToken",
            "fencingToken",
            "traceparent")) {
      Broken.unless(
          said.json().path(field).equals(order.body().path(field))
              || said.json().path(field).asText().equals(order.body().path(field).asText()),
          "the order's %s is %s, the report's %s",
          field,
          order.body().path(field),
          said.json().path(field));
    }
  }

  @Rule(REPORTS)
  void sayWhatTimeItIs() {
    var said = bench.ensure(bench.resource()).go();
    var off = Duration.between(Instant.parse(said.field("at")), said.at()).abs();
    Broken.unless(off.toSeconds() < 10, "its clock is %s off", off);
  }

  @Rule(REPORTS)
  void areKeptByTheStream() {
    var order = bench.ensure(bench.resource());
    order.go();
    var subject = "reports.%s.%s.%s".formatted(bench.name(), bench.kind(), order.resource());
    Broken.unless(
        bench.stored("REPORTS", subject) > 0, "the stream REPORTS has nothing on %s", subject);
  }

  @Rule(REPORTS)
  void areSentToBeAcknowledgedByTheStream() {
    var order = bench.ensure(bench.resource());
    order.go();
    var sent =
        bench
            .wire()
            .frames(frame ->
                frame.published()
                    && frame.subject().startsWith("reports.")
                    && frame.subject().endsWith(order.resource()));
    Broken.unless(
        !sent.isEmpty() && !sent.getLast().reply().isEmpty(),
        "it was published without asking the stream for an acknowledgement");
  }

  @Rule(REPORTS)
  void endAnOrderOnce() {
    var order = bench.ensure(bench.resource());
    order.go();
    order.acknowledged();
    bench.oneEnd(order);
  }

  @Rule(REPORTS)
  void sayNothingAboutAnOrderAfterItsEnd() {
    var order = bench.ensure(bench.resource());
    order.go();
    order.acknowledged();
    bench.observe(order.resource()).go();
    var after = order.reports();
    Broken.unless(after.getLast().ends(), "after the end came: %s", after.getLast().brief());
  }
}
