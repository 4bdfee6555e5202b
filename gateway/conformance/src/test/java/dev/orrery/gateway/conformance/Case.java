package dev.orrery.gateway.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One request, and what must come of it. `cases/README.md` explains the files.
///
/// @param folder where the files are
/// @param settings what `case.json` says
record Case(Path folder, Map<String, @Nullable Object> settings) {
  static Case read(Path folder) {
    return new Case(folder, Json.object(folder.resolve("case.json")));
  }

  String name() {
    return folder.getFileName().toString();
  }

  String operation() {
    return Json.text(folder.resolve("operation.graphql"));
  }

  @Nullable String operationName() {
    return (String) settings.get("operationName");
  }

  Map<String, @Nullable Object> variables() {
    return Json.object(folder.resolve("variables.json"));
  }

  Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    part("headers").forEach((name, value) -> headers.put(name, String.valueOf(value)));
    return headers;
  }

  /// The override labels that hold for this request.
  Set<String> labels() {
    Set<String> labels = new TreeSet<>();
    if (settings.get("labels") instanceof List<?> list) {
      list.forEach(label -> labels.add(String.valueOf(label)));
    }
    return labels;
  }

  /// What subgraphs do instead of answering, by name.
  Map<String, @Nullable Object> replies() {
    return part("replies");
  }

  /// Why no plain schema can tell what to expect; null when it can.
  @Nullable String byHand() {
    return (String) settings.get("byHand");
  }

  Path expectedFile() {
    return folder.resolve("expected.json");
  }

  Path planFile() {
    return folder.resolve("plan.txt");
  }

  Map<String, @Nullable Object> expected() {
    return Json.object(expectedFile());
  }

  @Nullable String plan() {
    return Files.exists(planFile()) ? Json.text(planFile()) : null;
  }

  @SuppressWarnings("unchecked") // an object's keys are strings
  private Map<String, @Nullable Object> part(String name) {
    return settings.get(name) instanceof Map<?, ?> map
        ? (Map<String, @Nullable Object>) map
        : Map.of();
  }
}
