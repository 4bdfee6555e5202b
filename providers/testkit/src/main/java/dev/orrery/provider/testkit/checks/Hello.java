package dev.orrery.provider.testkit.checks;

import static dev.orrery.provider.testkit.checks.Clause.HELLO;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.provider.testkit.bench.Bench;
import dev.orrery.provider.testkit.bench.Broken;
import dev.orrery.provider.testkit.bench.Said;
import dev.orrery.provider.testkit.bench.Schemas;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

final class Hello {
  private final Bench bench;

  Hello(Bench bench) {
    this.bench = bench;
  }

  private List<Said> hellos() {
    return bench.heard().find(said -> said.subject().startsWith("providers.hello."));
  }

  private Said last() {
    var hellos = hellos();
    Broken.unless(!hellos.isEmpty(), "it has not said hello");
    return hellos.getLast();
  }

  @Rule(HELLO)
  void isSaidAtTheStart() {
    last();
  }

  @Rule(HELLO)
  void keepsItsSchema() {
    Schemas.mustSatisfy("hello", last().json());
  }

  @Rule(HELLO)
  void isSaidUnderTheNameItWasGiven() {
    Broken.unless(
        last().subject().equals("providers.hello." + bench.name()),
        "it came on %s",
        last().subject());
    Broken.unless(
        last().field("provider").equals(bench.name()),
        "its field provider is %s",
        last().field("provider"));
  }

  @Rule(HELLO)
  void namesTheVerbsItKnows() {
    var capabilities = texts(last().json().path("capabilities"));
    Broken.unless(
        capabilities.containsAll(List.of("ensure", "remove", "observe")),
        "every provider knows ensure, remove and observe; it names %s",
        capabilities);
  }

  @Rule(HELLO)
  void saysWhatTimeItIs() {
    var last = last();
    var off = Duration.between(Instant.parse(last.field("at")), last.at()).abs();
    Broken.unless(off.toSeconds() < 10, "its clock is %s off", off);
  }

  @Rule(HELLO)
  void isKeptByTheStream() {
    var subject = "providers.hello." + bench.name();
    Broken.unless(
        bench.stored("PROVIDERS", subject) > 0, "the stream PROVIDERS has nothing on %s", subject);
  }

  @Rule(value = HELLO, seconds = 3)
  void hasANewSessionAtEachStart() {
    var before = last().field("session");
    bench.killAndStart();
    Broken.unless(
        !last().field("session").equals(before), "the session is %s again after a restart", before);
  }

  @Rule(value = HELLO, seconds = 2)
  void isSaidAgainAfterAReconnectInTheSameSession() {
    var before = last().field("session");
    int heard = bench.heard().count();
    bench.wire().cut();
    var again =
        bench
            .heard()
            .await(heard, said -> said.subject().startsWith("providers.hello."), bench.patience());
    Broken.unless(again.isPresent(), "its connection was cut, and it did not say hello again");
    Broken.unless(
        again.get().field("session").equals(before),
        "the session changed from %s to %s without a restart",
        before,
        again.get().field("session"));
  }

  static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
