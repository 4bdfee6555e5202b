package dev.orrery.provider.containers;

import dev.orrery.provider.Work;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/// Fencing tokens and generations, kept in the engine, so that a provider that lost its own memory
/// still refuses what is out of date, also about containers that are gone.
///
/// The labels of a container never change, and a removed one has none. So each resource has a note
/// beside it: an empty volume that nobody mounts, whose labels say it all. A newer note is written
/// before the older one is removed.
final class Notes {
  private final Engine engine;
  private final String provider;
  private final Map<String, String> newest = new ConcurrentHashMap<>();

  Notes(Engine engine, String provider) {
    this.engine = engine;
    this.provider = provider;
  }

  /// What is known about the resource, from its note and from its container.
  Note recall(String resource) {
    var known = Note.NONE;
    for (var labels : engine.notes(resource).values()) {
      known = newer(known, Note.of(labels));
    }
    for (var container : engine.find(resource)) {
      var made = Note.of(container.labels());
      known = newer(known, new Note(made.generation(), made.fencingToken(), null, null));
    }
    return known;
  }

  private static Note newer(Note one, Note other) {
    return other.isNewerThan(one) ? other : one;
  }

  /// Whether the order at hand, of this generation and owner, was noted down before.
  boolean isBegun(Work work) {
    var note = new Note(work.generation(), work.fencingToken(), null, null);
    return engine.notes(work.resourceId()).keySet().stream()
        .anyMatch(known -> known.endsWith(name(work.resourceId(), note)));
  }

  /// Notes down the order at hand, before anything is done.
  void begin(Work work) {
    write(work, new Note(work.generation(), work.fencingToken(), null, null));
  }

  /// Notes down an action that is about to be done.
  ///
  /// @param startedAt since when the container runs
  /// @return since when it ran when this action was first begun
  String begin(Work work, String startedAt) {
    var begun =
        engine.notes(work.resourceId()).values().stream()
            .map(Note::of)
            .filter(note -> work.operationToken().equals(note.operation()))
            .map(Note::startedBefore)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(startedAt);
    write(work, new Note(work.generation(), work.fencingToken(), work.operationToken(), begun));
    return begun;
  }

  private void write(Work work, Note note) {
    var resource = work.resourceId();
    var name = name(resource, note);
    if (name.equals(newest.get(resource))) {
      return;
    }
    var older = engine.notes(resource).keySet();
    engine.writeNote(name, resource, note);
    older.stream().filter(other -> !other.endsWith(name)).forEach(engine::removeNote);
    newest.put(resource, name);
  }

  /// Forgets resources that have been gone for long.
  void tidy(Instant horizon) {
    engine
        .notesBefore(provider, horizon)
        .forEach((name, resource) -> {
          if (engine.find(resource).isEmpty()) {
            engine.removeNote(name);
          }
        });
  }

  private static String name(String resource, Note note) {
    var operation = note.operation();
    return "note-%s-%d-%d%s"
        .formatted(
            resource,
            note.generation(),
            note.fencingToken(),
            operation == null ? "" : "-" + Integer.toHexString(operation.hashCode()));
  }
}
