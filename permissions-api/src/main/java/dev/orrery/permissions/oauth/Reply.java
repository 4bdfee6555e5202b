package dev.orrery.permissions.oauth;

import io.vertx.core.json.JsonObject;

/// What an OAuth endpoint answers.
public sealed interface Reply permits Reply.Json, Reply.Done, Refusal {

  /// An object, such as a token. Nobody may keep it.
  record Json(JsonObject body) implements Reply {
    @Override
    public String toString() {
      return "an answer";
    }
  }

  /// Success without a word.
  record Done() implements Reply {}
}
