package dev.orrery.provider.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.provider.FailureKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of an order: `schemas/provider/report.json`.
public record Report(
    int protocol,
    String id,
    String provider,
    String kind,
    String verb,
    String resourceId,
    @Nullable String organization,
    @Nullable String jobId,
    @Nullable String stepId,
    @Nullable String operationToken,
    @Nullable Long fencingToken,
    @Nullable Integer attempt,
    long generation,
    Result outcome,
    @Nullable JsonNode observed,
    @Nullable Progress progress,
    @Nullable CheckAgain checkAgain,
    @Nullable Failure failure,
    Instant at,
    @Nullable String traceparent) {
  public Report {
    Wire.demandProtocol(protocol);
    Wire.required(id, "id");
    Wire.required(provider, "provider");
    Wire.required(kind, "kind");
    Wire.required(verb, "verb");
    Wire.required(resourceId, "resourceId");
    Wire.required(outcome, "outcome");
    Wire.required(at, "at");
  }

  /// The six words of `outcome`.
  public enum Result {
    @JsonProperty("progress")
    PROGRESS,
    @JsonProperty("ready")
    READY,
    @JsonProperty("checkAgain")
    CHECK_AGAIN,
    @JsonProperty("failed")
    FAILED,
    @JsonProperty("gone")
    GONE,
    @JsonProperty("superseded")
    SUPERSEDED;

    /// True when no further report about the order follows.
    public boolean ends() {
      return switch (this) {
        case PROGRESS, CHECK_AGAIN -> false;
        case READY, FAILED, GONE, SUPERSEDED -> true;
      };
    }
  }

  /// How far it is.
  ///
  /// @param log what happened since the last one, line by line; absent where nothing is said
  public record Progress(int percent, String message, @Nullable List<String> log) {
    /// The lines for the log: `log`, or the message where there is none.
    public List<String> lines() {
      return log == null ? List.of(message) : log;
    }
  }

  /// When the provider looks again by itself.
  public record CheckAgain(long afterMillis) {}

  /// Why it could not be done.
  public record Failure(FailureKind kind, String code, String message) {}
}
