package dev.orrery.laws.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The JSON Schemas below a folder, by their paths there: `events/instance.json`.
record Contracts(Map<String, JsonNode> files) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern VERSION = Pattern.compile("\\.v(\\d+)$");

  static Contracts below(Path folder) {
    Map<String, JsonNode> files = new TreeMap<>();
    for (String room : List.of("audit", "events", "policy", "provider")) {
      if (!Files.isDirectory(folder.resolve(room))) {
        continue; // nothing of this room was released yet
      }
      try (var found = Files.list(folder.resolve(room))) {
        for (Path file : found.filter(path -> path.toString().endsWith(".json")).toList()) {
          files.put(room + "/" + file.getFileName(), JSON.readTree(Files.readString(file)));
        }
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
    return new Contracts(files);
  }

  /// Who writes what that file describes.
  static Direction directionOf(String file) {
    return switch (file) {
      case "provider/hello.json",
          "provider/heartbeat.json",
          "provider/report.json",
          "provider/compute-observed.json" ->
          Direction.WE_READ;
      case "provider/order.json", "provider/cancel.json", "provider/compute-desired.json" ->
          Direction.WE_WRITE;
      default -> file.startsWith("events/") ? Direction.WE_WRITE : Direction.BOTH;
    };
  }

  /// What breaks somebody who keeps to these contracts when the others take their place, in words.
  /// A type of event, or the provider protocol, that has a new major version may break with its
  /// past.
  List<String> brokenBy(Contracts others) {
    List<String> broken = new ArrayList<>();
    files.forEach((file, schema) -> {
      JsonNode other = others.files.get(file);
      if (other == null) {
        broken.add(file + ": is gone");
      } else if (others.major(file) <= major(file)) {
        for (Change change : changesTo(others, file)) {
          if (change.effect() == Change.Effect.BREAKING) {
            broken.add("%s %s: %s".formatted(file, change.path(), change.what()));
          }
        }
      }
    });
    return broken;
  }

  List<Change> changesTo(Contracts others, String file) {
    return SchemaChanges.between(
        files.get(file),
        others.files.get(file),
        directionOf(file),
        (document, node) -> {
          Contracts home =
              files.containsValue(document) && document == files.get(file) ? this : others;
          return home.resolve(file, node);
        });
  }

  private JsonNode resolve(String file, JsonNode node) {
    if (!node.has("$ref")) {
      return node;
    }
    String[] reference = node.get("$ref").asText().split("#", 2);
    String target =
        reference[0].isEmpty() ? file : file.substring(0, file.indexOf('/') + 1) + reference[0];
    JsonNode found = files.getOrDefault(target, MissingNode.getInstance());
    return reference.length > 1 ? found.at(reference[1]) : found;
  }

  /// The oldest version of the types that the file holds, or that of the provider protocol.
  private int major(String file) {
    if (file.startsWith("provider/")) {
      return files.get("provider/common.json").at("/$defs/protocol/const").asInt(0);
    }
    int oldest = Integer.MAX_VALUE;
    for (JsonNode type : files.get(file).at("/properties/type/enum")) {
      Matcher version = VERSION.matcher(type.asText());
      if (version.find()) {
        oldest = Math.min(oldest, Integer.parseInt(version.group(1)));
      }
    }
    return oldest == Integer.MAX_VALUE ? 0 : oldest;
  }
}
