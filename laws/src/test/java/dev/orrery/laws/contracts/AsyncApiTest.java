package dev.orrery.laws.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class AsyncApiTest {
  private static final Path SCHEMAS = Path.of(System.getProperty("orrery.root"), "schemas");
  private static final Path DOCUMENT = SCHEMAS.resolve("asyncapi.yaml");
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Run with `-Dorrery.write` after a change of the streams or schemas, to write the document
  /// anew.
  @BeforeAll
  static void writeAnewWhenAsked() throws IOException {
    if (System.getProperty("orrery.write") != null) {
      Files.writeString(DOCUMENT, generate().yaml());
    }
  }

  @Test
  void theDocumentIsWhatStreamsAndSchemasSay() throws IOException {
    assertThat(Files.readString(DOCUMENT))
        .as("write it anew: ./mvnw test -pl laws -am -Dtest=AsyncApiTest -Dorrery.write")
        .isEqualTo(generate().yaml());
  }

  @Test
  void theDocumentIsValidAsyncApi3() throws IOException {
    assertThat(official().validate(document())).isEmpty();
  }

  @Test
  void theOfficialSchemaRefusesWhatIsNoAsyncApi() throws IOException {
    ObjectNode wrong = document();
    ((ObjectNode) wrong.at("/operations").iterator().next()).put("action", "shout");

    assertThat(official().validate(wrong)).isNotEmpty();
  }

  @Test
  void everyReferenceLeadsSomewhere() throws IOException {
    JsonNode document = document();

    assertThat(document.findValuesAsText("$ref"))
        .isNotEmpty()
        .allSatisfy(reference -> {
          if (reference.startsWith("#")) {
            assertThat(document.at(reference.substring(1)).isMissingNode()).isFalse();
          } else {
            assertThat(SCHEMAS.resolve(reference)).exists();
          }
        });
  }

  @Test
  void everyTypeOfEventIsAMessage() throws IOException {
    JsonNode messages = document().at("/components/messages");

    Contracts.below(SCHEMAS)
        .files()
        .forEach((file, schema) ->
            schema
                .at("/properties/type/enum")
                .forEach(type ->
                    assertThat(messages.has(type.asText().replace("dev.orrery.", "")))
                        .as(type.asText())
                        .isTrue()));
  }

  private static AsyncApiDocument generate() throws IOException {
    return new AsyncApiDocument(
        JSON.readTree(SCHEMAS.resolve("streams.json").toFile()), Contracts.below(SCHEMAS));
  }

  private static ObjectNode document() throws IOException {
    return JSON.valueToTree((Object) new Yaml().load(Files.readString(DOCUMENT)));
  }

  private static JsonSchema official() throws IOException {
    try (InputStream schema = AsyncApiTest.class.getResourceAsStream("/asyncapi/3.0.0.json")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
          .getSchema(Objects.requireNonNull(schema));
    }
  }
}
