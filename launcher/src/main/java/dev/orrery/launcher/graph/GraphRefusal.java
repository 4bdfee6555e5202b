package dev.orrery.launcher.graph;

import com.fasterxml.jackson.databind.JsonNode;

/// The graph answered with errors.
public final class GraphRefusal extends RuntimeException {
  private final transient JsonNode errors;

  /// @param errors the `errors` of an answer
  public GraphRefusal(JsonNode errors) {
    super(
        "%s: %s"
            .formatted(
                errors.path(0).path("extensions").path("code").asText("ERROR"),
                errors.path(0).path("message").asText()));
    this.errors = errors;
  }

  /// The stable code of the first error.
  public String code() {
    return errors.path(0).path("extensions").path("code").asText();
  }

  /// The rows that an import refused: `index` and `message` of each.
  public JsonNode rows() {
    return errors.path(0).path("extensions").path("rows");
  }
}
