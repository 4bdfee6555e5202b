package dev.orrery.provider.testkit.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// An order to the provider, changed as a check wants it, sent as often as it wants.
public final class Order {
  private final Bench bench;
  private final String verb;
  private final String resource;
  private final ObjectNode body;
  private final List<Long> sequences = new ArrayList<>();
  private String kind;

  Order(Bench bench, String verb, String resource, String token) {
    this.bench = bench;
    this.verb = verb;
    this.resource = resource;
    kind = bench.kind();
    body =
        Json.object()
            .put("protocol", 1)
            .put("provider", bench.name())
            .put("kind", kind)
            .put("verb", verb)
            .put("resourceId", resource)
            .put("organization", "org_01jd8x3f7vekmrh0v6q1c2t9ab")
            .put("jobId", "job_01jd8x3f7vekmrh0v6q1c2t9ab")
            .put("stepId", "step_01jd8x3f7vekmrh0v6q1c2t9ab")
            .put("generation", 1)
            .put("attempt", 1)
            .put("operationToken", token)
            .put("fencingToken", 1)
            .put("issuedAt", Instant.now().toString())
            .put("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  }

  private Order(Order other) {
    bench = other.bench;
    verb = other.verb;
    resource = other.resource;
    kind = other.kind;
    body = other.body.deepCopy();
  }

  /// The same order, not sent yet.
  public Order copy() {
    return new Order(this);
  }

  public Order generation(long generation) {
    body.put("generation", generation);
    return this;
  }

  public Order attempt(int attempt) {
    body.put("attempt", attempt);
    return this;
  }

  public Order fence(long fencingToken) {
    body.put("fencingToken", fencingToken);
    return this;
  }

  public Order token(String token) {
    body.put("operationToken", token);
    return this;
  }

  public Order desired(JsonNode desired) {
    body.set("desired", desired.deepCopy());
    return this;
  }

  public Order action(String name) {
    body.set("action", Json.object().put("name", name));
    return this;
  }

  /// From now; negative for one that has passed.
  public Order deadline(Duration left) {
    body.put("deadline", Instant.now().plus(left).toString());
    return this;
  }

  /// Another kind, in the subject too.
  public Order kind(String other) {
    kind = other;
    body.put("kind", other);
    return this;
  }

  public Order with(String field, Object value) {
    body.set(field, Json.tree(value));
    return this;
  }

  public Order without(String field) {
    body.remove(field);
    return this;
  }

  public ObjectNode body() {
    return body;
  }

  public String resource() {
    return resource;
  }

  public String token() {
    return body.path("operationToken").asText("");
  }

  public String subject() {
    return "work.%s.%s.%s.%s".formatted(bench.name(), kind, verb, resource);
  }

  /// Puts it into the stream, once more when it is there already.
  public Order send() {
    return send(Json.bytes(body));
  }

  /// Sends other bytes in its place.
  public Order send(byte[] bytes) {
    sequences.add(bench.publish(subject(), bytes));
    return this;
  }

  /// Whether this report is about this order, as far as the report says.
  public boolean meant(Said said) {
    return said.field("resourceId").equals(resource)
        && said.field("operationToken").equals(token())
        && said.json().path("attempt").asInt() == body.path("attempt").asInt()
        && said.json().path("fencingToken").asLong() == body.path("fencingToken").asLong();
  }

  /// Everything reported about it so far.
  public List<Said> reports() {
    return bench.heard().find(said -> said.subject().startsWith("reports.") && meant(said));
  }

  /// Waits for the report that ends it.
  public Said end() {
    return end(bench.patience());
  }

  public Said end(Duration patience) {
    return bench
        .heard()
        .await(0, said -> said.ends() && meant(said), patience)
        .orElseThrow(() ->
            new Broken(
                "%s %s was not answered within %s; %s"
                    .formatted(verb, token(), brief(patience), bench.whatIsKnown(resource))));
  }

  /// Waits for the first report of that outcome.
  public Said report(String outcome) {
    return bench
        .heard()
        .await(0, said -> said.outcome().equals(outcome) && meant(said), bench.patience())
        .orElseThrow(() ->
            new Broken(
                "no report %s about %s %s within %s; %s"
                    .formatted(
                        outcome,
                        verb,
                        token(),
                        brief(bench.patience()),
                        bench.whatIsKnown(resource))));
  }

  /// Sends it and waits for the report that ends it.
  public Said go() {
    return send().end();
  }

  /// Waits until each copy that was sent is acknowledged.
  public Order acknowledged() {
    for (var sequence : sequences) {
      var acked =
          bench
              .wire()
              .await(
                  0,
                  frame -> frame.acknowledges() && frame.acknowledgedSequence() == sequence,
                  bench.patience());
      Broken.unless(
          acked.isPresent(),
          "%s %s was not acknowledged within %s",
          verb,
          token(),
          brief(bench.patience()));
    }
    bench.heard().catchUp(bench.patience());
    return this;
  }

  /// Its places in the stream.
  public List<Long> sequences() {
    return List.copyOf(sequences);
  }

  static String brief(Duration time) {
    return "%.1f s".formatted(time.toMillis() / 1000.0);
  }
}
