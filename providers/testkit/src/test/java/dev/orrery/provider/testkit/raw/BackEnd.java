package dev.orrery.provider.testkit.raw;

import static dev.orrery.provider.testkit.raw.Fault.*;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.provider.testkit.bench.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Machines that are files in the folder of the verification protocol.
final class BackEnd {
  private final Fault fault;
  private final Path folder;

  BackEnd(Fault fault, Path folder) {
    this.fault = fault;
    this.folder = folder;
  }

  /// @param kind TRANSIENT, PERMANENT or UNKNOWN
  static final class Trouble extends RuntimeException {
    final String kind;

    Trouble(String kind) {
      this.kind = kind;
    }
  }

  private Path file(String id) {
    return folder.resolve("machine-" + id);
  }

  /// What is there, after whatever an outsider does now.
  Optional<ObjectNode> look(String id) {
    switch (take(id, List.of("vanish", "drift"))) {
      case "vanish" -> delete(file(id));
      case "drift" ->
          read(file(id))
              .ifPresent(machine -> {
                var state = (ObjectNode) machine.path("state");
                var running = state.path("powerState").asText().equals("RUNNING");
                state.put("powerState", running ? "STOPPED" : "RUNNING");
                write(file(id), machine);
              });
      default -> {}
    }
    return read(file(id));
  }

  /// Makes the machine so, or takes it away when `wanted` is null.
  void change(String id, String token, String effect, ObjectNode wanted, BooleanSupplier stop) {
    var line =
        take(
            id,
            List.of(
                "transient",
                "permanent",
                "throw",
                "slow",
                "settle",
                "lost",
                "crash-before",
                "crash-after"));
    var words = line.split(" ");
    long millis = words.length > 1 ? Long.parseLong(words[1]) : 0;
    switch (words[0]) {
      case "transient" -> throw new Trouble("TRANSIENT");
      case "permanent" -> throw new Trouble("PERMANENT");
      case "throw" -> throw new IllegalStateException("the client broke");
      case "crash-before" -> Runtime.getRuntime().halt(137);
      case "slow" -> takeTime(millis, stop);
      default -> {}
    }
    if (wanted == null) {
      delete(file(id));
    } else {
      wanted.put(
          "readyAt", Instant.now().plusMillis(words[0].equals("settle") ? millis : 0).toString());
      write(file(id), wanted);
    }
    journal(id, token, effect);
    if (fault == DOES_EVERYTHING_TWICE) {
      journal(id, token, effect);
    }
    if (words[0].equals("crash-after")) {
      Runtime.getRuntime().halt(137);
    }
    if (words[0].equals("lost")) {
      throw new Trouble("UNKNOWN");
    }
  }

  private static void takeTime(long millis, BooleanSupplier stop) {
    var until = Instant.now().plusMillis(millis);
    while (Instant.now().isBefore(until)) {
      if (stop.getAsBoolean()) {
        throw new Desk.Stopped();
      }
      RawProvider.sleep(20);
    }
  }

  private synchronized void journal(String id, String token, String effect) {
    var line =
        Json.object().put("resourceId", id).put("operationToken", token).put("effect", effect);
    try {
      Files.write(
          folder.resolve("effects"),
          RawProvider.text(line + "\n"),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String take(String id, List<String> words) {
    var file = folder.resolve("faults").resolve(id);
    try {
      if (!Files.exists(file)) {
        return "";
      }
      var lines = Files.readAllLines(file);
      if (lines.isEmpty() || !words.contains(lines.getFirst().split(" ")[0])) {
        return "";
      }
      if (lines.size() == 1) {
        Files.delete(file);
      } else {
        Files.write(file, lines.subList(1, lines.size()));
      }
      return lines.getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Optional<ObjectNode> read(Path file) {
    try {
      return Files.exists(file)
          ? Optional.of((ObjectNode) Json.parse(Files.readString(file)))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, JsonNode content) {
    try {
      var fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.write(fresh, Json.bytes(content));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
