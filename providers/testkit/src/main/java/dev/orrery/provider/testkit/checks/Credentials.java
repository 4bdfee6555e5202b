package dev.orrery.provider.testkit.checks;

import static dev.orrery.provider.testkit.checks.Clause.CREDENTIALS;

import dev.orrery.provider.testkit.bench.Bench;
import dev.orrery.provider.testkit.bench.Broken;
import dev.orrery.provider.testkit.bench.Json;
import java.util.List;

/// What the provider's NATS user may do, and whether the provider tries more.
final class Credentials {
  private final Bench bench;

  Credentials(Bench bench) {
    this.bench = bench;
  }

  @Rule(CREDENTIALS)
  void areTheOnesItWasGiven() {
    var connects = bench.wire().frames(frame -> frame.operation().equals("CONNECT"));
    Broken.unless(!connects.isEmpty(), "it never connected");
    for (var connect : connects) {
      var user = Json.parse(connect.text()).path("user").asText("");
      Broken.unless(user.equals(bench.name()), "it came as '%s', not '%s'", user, bench.name());
    }
  }

  @Rule(CREDENTIALS)
  void areNotOversteppedByTheProvider() {
    bench.ensure(bench.resource()).go();
    var refused =
        bench.wire().frames(frame -> frame.operation().equals("-ERR")).stream()
            .map(frame -> frame.text())
            .filter(text -> text.contains("Permissions Violation"))
            .toList();
    Broken.unless(refused.isEmpty(), "the server refused it: %s", refused);
  }

  @Rule(CREDENTIALS)
  void areForItsOwnInbox() {
    bench.ensure(bench.resource()).go();
    var inboxes =
        bench
            .wire()
            .frames(frame ->
                frame.operation().equals("SUB")
                    && !frame.subject().startsWith("_INBOX_" + bench.name() + "."));
    Broken.unless(
        inboxes.isEmpty(),
        "it listens on %s, and its inbox is _INBOX_%s",
        inboxes.stream().map(frame -> frame.subject()).toList(),
        bench.name());
  }

  private void mustNotPublish(String... subjects) {
    for (var subject : List.of(subjects)) {
      Broken.unless(
          Trespass.isRefusedToPublish(bench, subject), "its user may publish to %s", subject);
    }
  }

  @Rule(CREDENTIALS)
  void doNotAllowReportsInAnothersName() {
    mustNotPublish(
        "reports.neighbour.compute.inst_01jd8x3f7vekmrh0v6q1c2t9ab", "reports.neighbour");
  }

  @Rule(CREDENTIALS)
  void doNotAllowOrders() {
    mustNotPublish(
        "work.%s.compute.ensure.inst_01jd8x3f7vekmrh0v6q1c2t9ab".formatted(bench.name()),
        "work.neighbour.compute.ensure.inst_01jd8x3f7vekmrh0v6q1c2t9ab");
  }

  @Rule(CREDENTIALS)
  void doNotAllowAHelloInAnothersName() {
    mustNotPublish("providers.hello.neighbour", "providers.heartbeat.neighbour");
  }

  @Rule(CREDENTIALS)
  void doNotAllowChangesOfTheRecord() {
    mustNotPublish("changes.instance.created.org_x.inst_x", "changes.provider.updated.-.prov_x");
  }

  @Rule(CREDENTIALS)
  void doNotAllowDeadLettersInAnothersName() {
    mustNotPublish("deadletters.neighbour.work.x", "deadletters.ipam.work.x");
  }

  @Rule(CREDENTIALS)
  void doNotAllowAConsumerOfAnothersOrders() {
    mustNotPublish(
        "$JS.API.CONSUMER.CREATE.WORK.spy.work.neighbour.>",
        "$JS.API.CONSUMER.CREATE.WORK.provider-neighbour.work.neighbour.>",
        "$JS.API.CONSUMER.CREATE.WORK.spy",
        "$JS.API.CONSUMER.CREATE.WORK",
        "$JS.API.CONSUMER.DURABLE.CREATE.WORK.spy");
  }

  @Rule(CREDENTIALS)
  void doNotAllowOrdersToBeTakenFromAnothersConsumer() {
    mustNotPublish("$JS.API.CONSUMER.MSG.NEXT.WORK.provider-neighbour");
  }

  @Rule(CREDENTIALS)
  void doNotAllowAnothersOrdersToBeAcknowledged() {
    mustNotPublish("$JS.ACK.WORK.provider-neighbour.1.1.1.1.0");
  }

  @Rule(CREDENTIALS)
  void doNotAllowAnothersConsumerToBeDeleted() {
    mustNotPublish("$JS.API.CONSUMER.DELETE.WORK.provider-neighbour");
  }

  @Rule(CREDENTIALS)
  void doNotAllowStreamsToBeChanged() {
    mustNotPublish(
        "$JS.API.STREAM.DELETE.WORK",
        "$JS.API.STREAM.PURGE.REPORTS",
        "$JS.API.STREAM.UPDATE.WORK",
        "$JS.API.STREAM.CREATE.MINE",
        "$JS.API.STREAM.MSG.DELETE.REPORTS");
  }

  @Rule(CREDENTIALS)
  void doNotAllowStreamsToBeReadPastTheConsumer() {
    mustNotPublish(
        "$JS.API.STREAM.MSG.GET.WORK",
        "$JS.API.DIRECT.GET.WORK",
        "$JS.API.DIRECT.GET.WORK.work.neighbour.compute.ensure.x",
        "$JS.API.STREAM.MSG.GET.REPORTS");
  }

  @Rule(CREDENTIALS)
  void doNotAllowAnybodyElseToBeHeard() {
    for (var subject :
        List.of(
            ">",
            "work.>",
            "work.neighbour.>",
            "reports.>",
            "changes.>",
            "_INBOX_neighbour.>",
            "_INBOX.>",
            "_INBOX_orrery.>")) {
      Broken.unless(
          Trespass.isRefusedToListen(bench, subject), "its user may listen to %s", subject);
    }
  }
}
