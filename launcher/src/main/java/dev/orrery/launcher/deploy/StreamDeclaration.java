package dev.orrery.launcher.deploy;

import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/// One stream of `schemas/streams.json`.
///
/// @param publishers the users that may publish to it; `providers` means every provider, to the
///   subjects that carry its name
/// @param publishersOf the users that may publish to single subjects of it, by subject
/// @param consumers the users that may read it
public record StreamDeclaration(
    StreamConfiguration configuration,
    List<String> publishers,
    Map<String, List<String>> publishersOf,
    List<String> consumers) {

  /// Stands for every provider among publishers and consumers.
  public static final String PROVIDERS = "providers";

  /// The streams of a `streams.json`.
  ///
  /// @throws IllegalArgumentException when the file is not what it should be
  public static List<StreamDeclaration> readAll(Path file) {
    return parse(
        file,
        root -> {
          var defaults = required(root, "defaults").map;
          return required(root, "streams").array.stream()
              .map(stream -> read(merge(Objects.requireNonNull(defaults), stream)))
              .toList();
        });
  }

  /// The providers that a `streams.json` names: each has a NATS user from the start.
  ///
  /// @throws IllegalArgumentException when the file is not what it should be
  public static List<String> providers(Path file) {
    return parse(file, root -> texts(root, PROVIDERS));
  }

  private static <T> T parse(Path file, Function<JsonValue, T> reading) {
    try {
      return reading.apply(JsonParser.parse(Files.readString(file)));
    } catch (JsonParseException e) {
      throw new IllegalArgumentException("%s: %s".formatted(file, e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /// The stream's name.
  public String name() {
    return Objects.requireNonNull(configuration.getName());
  }

  private static StreamDeclaration read(JsonValue stream) {
    var builder =
        StreamConfiguration.builder()
            .name(text(stream, "name"))
            .description(text(stream, "description"))
            .subjects(texts(stream, "subjects"))
            .retentionPolicy(RetentionPolicy.get(text(stream, "retention")))
            .discardPolicy(DiscardPolicy.get(text(stream, "discard")))
            .storageType(StorageType.get(text(stream, "storage")))
            .replicas((int) number(stream, "replicas"))
            .maxAge(Duration.parse(text(stream, "maxAge")))
            .maxBytes(number(stream, "maxBytes"))
            .maximumMessageSize((int) number(stream, "maxMessageBytes"))
            .duplicateWindow(Duration.parse(text(stream, "duplicateWindow")))
            .allowDirect(true);
    if (stream.map.containsKey("atomicBatches")) {
      // Servers before 2.12 do not know it, and ignore it.
      builder.allowAtomicPublish(
          Objects.requireNonNull(required(stream, "atomicBatches").bool, "atomicBatches"));
    }
    if (stream.map.containsKey("maxMessagesPerSubject")) {
      builder.maxMessagesPerSubject(number(stream, "maxMessagesPerSubject"));
    }
    return new StreamDeclaration(
        builder.build(),
        texts(stream, "publishers"),
        publishersOf(stream),
        texts(stream, "consumers"));
  }

  private static Map<String, List<String>> publishersOf(JsonValue stream) {
    JsonValue subjects = Objects.requireNonNull(stream.map).get("publishersOf");
    if (subjects == null) {
      return Map.of();
    }
    var users = new LinkedHashMap<String, List<String>>();
    Objects.requireNonNull(subjects.map, "publishersOf")
        .keySet()
        .forEach(subject -> users.put(subject, texts(subjects, subject)));
    return Map.copyOf(users);
  }

  private static JsonValue merge(Map<String, JsonValue> defaults, JsonValue stream) {
    var merged = new LinkedHashMap<>(defaults);
    merged.putAll(Objects.requireNonNull(stream.map));
    return new JsonValue(merged);
  }

  private static JsonValue required(JsonValue object, String name) {
    var value = object.map == null ? null : object.map.get(name);
    if (value == null) {
      throw new IllegalArgumentException("\"%s\" is missing in %s".formatted(name, object));
    }
    return value;
  }

  private static String text(JsonValue object, String name) {
    return Objects.requireNonNull(required(object, name).string, name);
  }

  private static List<String> texts(JsonValue object, String name) {
    return Objects.requireNonNull(required(object, name).array, name).stream()
        .map(value -> Objects.requireNonNull(value.string, name))
        .toList();
  }

  private static long number(JsonValue object, String name) {
    var value = required(object, name);
    return value.i != null ? value.i : Objects.requireNonNull(value.l, name);
  }
}
