package dev.orrery.kit.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.MessageInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Holds change events against their contracts in `schemas/events`, which say what others may rely
/// on.
public final class EventSchemas {
  private static final String ADDRESS = "https://orrery.dev/schemas/";
  private static final Pattern TYPE = Pattern.compile("dev\\.orrery\\.([a-z0-9-]+)\\..+");
  private static final int NO_MESSAGE_FOUND = 10037;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(
          SpecVersion.VersionFlag.V202012,
          factory ->
              factory.schemaMappers(mappers -> mappers.mapPrefix(ADDRESS, "classpath:schemas/")));
  private static final SchemaValidatorsConfig STRICT =
      SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
  private static final Map<String, JsonSchema> KNOWN = new ConcurrentHashMap<>();

  private EventSchemas() {}

  /// @throws AssertionError with every violation, when the event breaks its contract or has none
  public static void assertValid(String event) {
    try {
      assertValid(JSON.readTree(event));
    } catch (JsonProcessingException malformed) {
      throw new AssertionError(
          "the event is no JSON: " + malformed.getOriginalMessage(), malformed);
    }
  }

  /// @throws AssertionError with every violation, when the event breaks its contract or has none
  public static void assertValid(JsonNode event) {
    String type = event.path("type").asText();
    Matcher name = TYPE.matcher(type);
    if (!name.matches()) {
      throw new AssertionError("'%s' is no type of a change event".formatted(type));
    }
    assertFits("events/" + name.group(1), event);
  }

  /// Holds a message of any kind against a contract.
  ///
  /// @param contract a file in `schemas/`, without its ending: `policy/user`
  /// @throws AssertionError with every violation, or when there is no such contract
  public static void assertFits(String contract, JsonNode message) {
    Set<ValidationMessage> violations = schema(contract).validate(message);
    if (!violations.isEmpty()) {
      throw new AssertionError(
          "the message breaks its contract %s:%n%s%nin %s"
              .formatted(
                  contract,
                  violations.stream()
                      .map(violation -> "  " + violation.getMessage())
                      .collect(Collectors.joining(System.lineSeparator())),
                  message.toPrettyString()));
    }
  }

  /// Holds everything a stream has against the contracts.
  ///
  /// @return how many events were seen, for the test to be sure that there were some
  /// @throws AssertionError at the first event that breaks its contract
  public static int assertAllValid(Connection connection, String stream)
      throws IOException, JetStreamApiException {
    int seen = 0;
    for (long next = 1; ; seen++) {
      MessageInfo message;
      try {
        message = connection.jetStreamManagement().getNextMessage(stream, next, ">");
      } catch (JetStreamApiException end) {
        if (end.getApiErrorCode() == NO_MESSAGE_FOUND) {
          return seen;
        }
        throw end;
      }
      assertValid(new String(message.getData(), StandardCharsets.UTF_8));
      next = message.getSeq() + 1;
    }
  }

  private static JsonSchema schema(String contract) {
    return KNOWN.computeIfAbsent(
        contract,
        _ -> {
          String file = contract + ".json";
          if (EventSchemas.class.getResource("/schemas/" + file) == null) {
            throw new AssertionError("there is no such contract: write schemas/" + file);
          }
          return SCHEMAS.getSchema(SchemaLocation.of(ADDRESS + file), STRICT);
        });
  }
}
