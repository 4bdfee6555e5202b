package dev.orrery.handlers.jobs;

import dev.orrery.kit.ids.TypeId;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What somebody changed at the back end, and a job is to put right.
///
/// @param number tells it from earlier ones of the same generation
/// @param most how long it may take
public record Correction(
    TypeId resource,
    long generation,
    @Nullable UUID organization,
    @Nullable UUID project,
    String provider,
    DesiredCompute desired,
    long number,
    Duration most) {

  /// Names the operation at the provider.
  String operationToken() {
    return "%s:%d:correct:%d".formatted(resource, generation, number);
  }
}
