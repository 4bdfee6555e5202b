package dev.orrery.kit.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.orrery.kit.ids.TypeId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON as it travels in events: times in RFC 3339, ids as text, unknown fields ignored.
///
/// A mapper of its own, because what is on the wire is a contract and must not change with the
/// settings of an application.
final class EventJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(
              new SimpleModule()
                  .addSerializer(TypeId.class, ToStringSerializer.instance)
                  .addDeserializer(TypeId.class, new TypeIdReader()))
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
          .build();

  private EventJson() {}

  static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException unwritable) {
      throw new IllegalArgumentException(
          "%s cannot be written as JSON".formatted(value.getClass()), unwritable);
    }
  }

  /// @throws UnreadableMessage when the text is not JSON
  static JsonNode parse(String text) {
    try {
      @Nullable JsonNode tree = MAPPER.readTree(text);
      if (tree == null) {
        throw new UnreadableMessage("it is empty");
      }
      return tree;
    } catch (JsonProcessingException unreadable) {
      throw new UnreadableMessage(unreadable.getOriginalMessage());
    }
  }

  /// @throws UnreadableMessage when the JSON does not fit the type
  static <T> T as(JsonNode tree, Class<T> type) {
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JsonProcessingException | IllegalArgumentException unreadable) {
      throw new UnreadableMessage(
          "it is no %s: %s".formatted(type.getSimpleName(), unreadable.getMessage()));
    }
  }

  /// An object of texts, such as the headers of a message.
  static Map<String, String> texts(String json) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> text : parse(json).properties()) {
      texts.put(text.getKey(), text.getValue().asText());
    }
    return texts;
  }

  private static final class TypeIdReader extends FromStringDeserializer<TypeId> {
    TypeIdReader() {
      super(TypeId.class);
    }

    @Override
    protected TypeId _deserialize(String value, DeserializationContext context) {
      return TypeId.parse(value);
    }
  }
}
