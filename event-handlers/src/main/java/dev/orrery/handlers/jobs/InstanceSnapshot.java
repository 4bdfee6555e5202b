package dev.orrery.handlers.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.kit.ids.TypeId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
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
    @Nullable String rack,
    @Nullable List<UsedSecret> secrets) {

  /// A secret, and the name under which the instance uses it.
  public record UsedSecret(String name, String secret) {}

  /// The ids of its secrets, by the names under which it uses them.
  Map<String, String> secretsByName() {
    return secrets == null
        ? Map.of()
        : secrets.stream().collect(Collectors.toMap(UsedSecret::name, UsedSecret::secret));
  }

  /// Where it is: ids.
  List<String> locations() {
    return Stream.of(site, rack).filter(Objects::nonNull).toList();
  }

  /// Whether it is only watched.
  public boolean isAdopted() {
    return "ADOPTED".equals(management);
  }
}
