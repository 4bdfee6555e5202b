package dev.orrery.gateway.server.documents;

import dev.orrery.gateway.execution.json.JsonLimits;
import dev.orrery.gateway.execution.json.JsonValues;
import dev.orrery.gateway.execution.json.MalformedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The documents that were registered beforehand, by id.
///
/// Either `{"<id>": "<document>"}`, or what Apollo's tools write: `{"format":
/// "apollo-persisted-query-manifest", "operations": [{"id", "body"}]}`.
record Manifest(Map<String, String> byId, Set<String> documents) {
  static final Manifest EMPTY = new Manifest(Map.of(), Set.of());
  private static final JsonLimits LIMITS = new JsonLimits(256 * 1024 * 1024, 64);

  Manifest {
    byId = Map.copyOf(byId);
    documents = Set.copyOf(documents);
  }

  /// @throws IllegalStateException when it is none; the message says why
  static Manifest read(Path file) {
    try {
      if (!(JsonValues.read(Files.readAllBytes(file), LIMITS) instanceof Map<?, ?> json)) {
        throw new IllegalStateException("%s: the manifest is a JSON object".formatted(file));
      }
      Map<String, String> byId = new HashMap<>();
      if (json.get("operations") instanceof List<?> operations) {
        for (Object operation : operations) {
          if (!(operation instanceof Map<?, ?> entry)
              || !(entry.get("id") instanceof String id)
              || !(entry.get("body") instanceof String body)) {
            throw new IllegalStateException(
                "%s: each operation has an id and a body".formatted(file));
          }
          byId.put(id, body);
        }
      } else {
        json.forEach((id, document) -> {
          if (!(document instanceof String text)) {
            throw new IllegalStateException("%s: %s is no document".formatted(file, id));
          }
          byId.put(String.valueOf(id), text);
        });
      }
      return new Manifest(byId, Set.copyOf(byId.values()));
    } catch (IOException | MalformedJson e) {
      throw new IllegalStateException(
          "cannot read the manifest %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
