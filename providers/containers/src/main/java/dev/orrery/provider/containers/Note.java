package dev.orrery.provider.containers;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the engine itself remembers of a resource's last order.
///
/// @param operation of the action that was last begun; null when none was
/// @param startedBefore when the container had last been started before that action
record Note(
    long generation,
    long fencingToken,
    @Nullable String operation,
    @Nullable String startedBefore) {

  static final Note NONE = new Note(0, 0, null, null);

  static Note of(Map<String, String> labels) {
    return new Note(
        Labels.number(labels, Labels.GENERATION),
        Labels.number(labels, Labels.FENCING_TOKEN),
        labels.get(Labels.OPERATION),
        labels.get(Labels.STARTED_BEFORE));
  }

  boolean isNewerThan(Note other) {
    return generation != other.generation
        ? generation > other.generation
        : fencingToken > other.fencingToken;
  }

  /// All that do not depend on whom the note is about.
  Map<String, String> labels() {
    var labels = new HashMap<String, String>();
    labels.put(Labels.NOTED_AT, Long.toString(Instant.now().getEpochSecond()));
    labels.put(Labels.GENERATION, Long.toString(generation));
    labels.put(Labels.FENCING_TOKEN, Long.toString(fencingToken));
    if (operation != null && startedBefore != null) {
      labels.put(Labels.OPERATION, operation);
      labels.put(Labels.STARTED_BEFORE, startedBefore);
    }
    return labels;
  }
}
