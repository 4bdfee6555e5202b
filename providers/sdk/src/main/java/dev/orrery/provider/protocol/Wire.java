package dev.orrery.provider.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The JSON of the contract: unknown fields are ignored so that it can grow, absent ones stay
/// absent, times are RFC 3339. What a record must have, its constructor demands.
public final class Wire {
  /// The version of the contract these classes speak.
  public static final int PROTOCOL = 1;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private Wire() {}

  /// One line of UTF-8 JSON.
  public static byte[] write(Object message) {
    try {
      return JSON.writeValueAsBytes(message);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + message.getClass(), e);
    }
  }

  /// @throws IOException when the bytes are not such a message; it names the place, and quotes
  ///   nothing that could be a secret
  public static <T> T read(byte[] bytes, Class<T> type) throws IOException {
    try {
      return present(JSON.readValue(bytes, type), type);
    } catch (JsonProcessingException e) {
      throw new IOException(place(e));
    }
  }

  /// @throws IOException when the tree is not such a value; it names the place, and quotes nothing
  ///   that could be a secret
  public static <T> T read(JsonNode tree, Class<T> type) throws IOException {
    try {
      return present(JSON.treeToValue(tree, type), type);
    } catch (JsonProcessingException e) {
      throw new IOException(place(e));
    }
  }

  private static String place(JsonProcessingException e) {
    if (e instanceof ValueInstantiationException && e.getCause() instanceof Missing missing) {
      return missing.words;
    }
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      return mapping.getPath().stream()
          .map(step -> step.getFieldName() == null ? "" + step.getIndex() : step.getFieldName())
          .collect(Collectors.joining(".", "it cannot be read at ", ""));
    }
    var location = e.getLocation();
    return location == null
        ? "it cannot be read"
        : "it cannot be read at line %d, column %d"
            .formatted(location.getLineNr(), location.getColumnNr());
  }

  /// Says what a message of the contract lacks, in words of our own.
  private static final class Missing extends IllegalArgumentException {
    private final String words;

    Missing(String words) {
      super(words);
      this.words = words;
    }
  }

  /// The value as a JSON tree.
  public static JsonNode tree(Object value) {
    return JSON.valueToTree(value);
  }

  static <T> T required(@Nullable T value, String field) {
    if (value == null) {
      throw new Missing("it has no " + field);
    }
    return value;
  }

  static void demandProtocol(int protocol) {
    if (protocol != PROTOCOL) {
      throw new Missing(
          "it speaks version %d of the contract, this is %d".formatted(protocol, PROTOCOL));
    }
  }

  private static <T> T present(@Nullable T value, Class<T> type) throws IOException {
    if (value == null) {
      throw new IOException("null is not a " + type.getSimpleName());
    }
    return value;
  }
}
