package dev.orrery.provider.testkit.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// The folder of the verification protocol: what shall befall the back end, and what happened
/// there.
public final class Backstage {
  private final Path folder;

  Backstage(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder.resolve("faults"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @param what `created`, `changed`, `deleted` or `acted`
  public record Effect(String operationToken, String what) {
    @Override
    public String toString() {
      return what + " by " + operationToken;
    }
  }

  Path folder() {
    return folder;
  }

  /// Befalls the next changes of the resource in the back end, one word each.
  public void befall(String resource, List<String> words) {
    try {
      var fresh = folder.resolve("faults.new");
      Files.write(fresh, words);
      Files.move(
          fresh,
          folder.resolve("faults").resolve(resource),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether something that shall befall the resource is still to come.
  public boolean pending(String resource) {
    return Files.exists(folder.resolve("faults").resolve(resource));
  }

  /// What happened to the resource in the provider's name, in order.
  public List<Effect> effects(String resource) {
    return all().stream()
        .filter(effect -> effect.path("resourceId").asText().equals(resource))
        .map(effect ->
            new Effect(effect.path("operationToken").asText(""), effect.path("effect").asText("")))
        .toList();
  }

  /// Every whole line of the file, a missing node for what is no JSON.
  public List<JsonNode> all() {
    var file = folder.resolve("effects");
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      var text = Files.readString(file);
      return text.substring(0, text.lastIndexOf('\n') + 1)
          .lines()
          .map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
