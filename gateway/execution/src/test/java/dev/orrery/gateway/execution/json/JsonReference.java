package dev.orrery.gateway.execution.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a document holds by Jackson, read as strictly as RFC 8259 is written.
///
/// @param value maps, lists, strings, booleans, null, and numbers as they were written
/// @param repeated every key that stood twice in one object
/// @param numbers every number
record JsonReference(@Nullable Object value, List<String> repeated, List<String> numbers) {
  private static final JsonFactory JACKSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(JsonLimits.STANDARD.maxDepth())
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  record Numeral(String text) {}

  /// Empty when Jackson refuses the document, or the bytes are no UTF-8.
  static Optional<JsonReference> read(byte[] bytes) {
    try {
      // Jackson lets some broken UTF-8 pass; the JDK does not.
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      var found = new JsonReference(null, new ArrayList<>(), new ArrayList<>());
      try (var parser = JACKSON.createParser(text)) {
        if (parser.nextToken() == null) {
          return Optional.empty();
        }
        var value = found.value(parser);
        return parser.nextToken() == null
            ? Optional.of(new JsonReference(value, found.repeated, found.numbers))
            : Optional.empty();
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          var key = parser.currentName();
          parser.nextToken();
          var value = value(parser);
          if (object.containsKey(key)) {
            repeated.add(key);
          }
          object.put(key, value);
        }
        yield object;
      }
      case START_ARRAY -> {
        List<@Nullable Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(parser));
        }
        yield array;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        numbers.add(parser.getText());
        yield new Numeral(parser.getText());
      }
      default -> throw new IOException("no value: " + parser.currentToken());
    };
  }
}
