package dev.orrery.handlers.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.kit.ids.TypeId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a job needs of an instance's events.
///
/// @param instanceType with `vcpus` and `memoryMib`
/// @param image a name, or an object with one
/// @param provider who makes it real; null when nobody does
/// @param prefix where its address shall come from; null when it wants none
/// @param management `ADOPTED` when it is only watched
public record InstanceSnapshot(
    TypeId id,
    String name,
    JsonNode instanceType,
    JsonNode image,
    @Nullable String provider,
    @Nullable String prefix,
    String desiredPowerState,
    long generation,
    @Nullable Instant deletionRequestedAt,
    @Nullable String management,
    @Nullable String site,
    @Nullable String rack) {

  /// Where it is: ids.
  List<String> locations() {
    return Stream.of(site, rack).filter(Objects::nonNull).toList();
  }

  /// Whether it is only watched.
  public boolean isAdopted() {
    return "ADOPTED".equals(management);
  }
}
