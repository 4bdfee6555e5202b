package dev.orrery.provider.testkit.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// A message that the provider published. Nothing is taken for granted of what is in it.
///
/// @param messageId the header `Nats-Msg-Id`, or empty
/// @param json missing where the body is no JSON
public record Said(String subject, String messageId, byte[] body, JsonNode json, Instant at) {

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /// The field as text; empty where there is none.
  public String field(String name) {
    return json.path(name).asText("");
  }

  public String outcome() {
    return field("outcome");
  }

  /// Whether no further report about the order may follow.
  public boolean ends() {
    return switch (outcome()) {
      case "ready", "failed", "gone", "superseded" -> true;
      default -> false;
    };
  }

  public long generation() {
    return json.path("generation").asLong(-1);
  }

  public JsonNode observed() {
    return json.path("observed");
  }

  public String failureKind() {
    return json.at("/failure/kind").asText("");
  }

  public String code() {
    return json.at("/failure/code").asText("");
  }

  /// Goes on only when this is the outcome.
  public Said mustBe(String outcome) {
    Broken.unless(
        outcome().equals(outcome), "expected the outcome %s, and got: %s", outcome, brief());
    return this;
  }

  /// Goes on only when this is such a failure.
  public Said mustFail(String kind, String code) {
    mustBe("failed");
    Broken.unless(
        failureKind().equals(kind) && code().equals(code),
        "expected failed %s %s, and got: %s",
        kind,
        code,
        brief());
    return this;
  }

  /// Goes on only when this is a failure of that kind, whatever its code.
  public Said mustFail(String kind) {
    mustBe("failed");
    Broken.unless(failureKind().equals(kind), "expected a failure %s, and got: %s", kind, brief());
    return this;
  }

  /// For people.
  public String brief() {
    var text = text();
    return text.length() <= 700 ? text : text.substring(0, 700) + "...";
  }
}
