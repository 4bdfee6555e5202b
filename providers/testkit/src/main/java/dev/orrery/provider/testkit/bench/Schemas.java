package dev.orrery.provider.testkit.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// The schemas of `schemas/provider`.
public final class Schemas {
  private static final String ADDRESS = "https://orrery.dev/schemas/";
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(
          SpecVersion.VersionFlag.V202012,
          factory ->
              factory.schemaMappers(mappers -> mappers.mapPrefix(ADDRESS, "classpath:schemas/")));
  private static final SchemaValidatorsConfig STRICT =
      SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
  private static final Map<String, JsonSchema> KNOWN = new ConcurrentHashMap<>();

  private Schemas() {}

  /// Goes on only when the message satisfies the schema of that name.
  public static void mustSatisfy(String name, JsonNode message) {
    var problems =
        KNOWN
            .computeIfAbsent(
                name,
                _ ->
                    FACTORY.getSchema(
                        SchemaLocation.of(ADDRESS + "provider/" + name + ".json"), STRICT))
            .validate(message);
    Broken.unless(
        problems.isEmpty(),
        "breaks %s.json: %s; in %s",
        name,
        problems.stream().map(ValidationMessage::getMessage).collect(Collectors.joining(", ")),
        message);
  }
}
