package dev.orrery.instance.instance;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.orrery.instance.graphql.types.PowerState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What instance-api reads of a provider's report: `schemas/provider/report.json`, with the
/// observed state of `compute-observed.json`.
record ComputeReport(
    String provider,
    String verb,
    String resourceId,
    @Nullable String operationToken,
    @Nullable Long fencingToken,
    int generation,
    Outcome outcome,
    @Nullable Machine observed,
    @Nullable Progress progress,
    @Nullable Failure failure,
    Instant at) {

  enum Outcome {
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

    /// Whether no further report about the order is to be expected.
    boolean ends() {
      return switch (this) {
        case PROGRESS, CHECK_AGAIN -> false;
        case READY, FAILED, GONE, SUPERSEDED -> true;
      };
    }
  }

  record Machine(
      @Nullable PowerState powerState,
      @Nullable List<String> addresses,
      @Nullable String hostname,
      @Nullable Size instanceType,
      @Nullable String image,
      @Nullable String providerReference) {}

  record Size(int vcpus, int memoryMib) {}

  record Progress(int percent, String message) {}

  record Failure(Kind kind, String code, String message) {
    enum Kind {
      TRANSIENT,
      PERMANENT,
      UNKNOWN
    }
  }

  /// Whether it is about making the machine as desired, and not only about looking at it or acting
  /// on it.
  boolean isAboutDesire() {
    return verb.equals("ensure");
  }
}
