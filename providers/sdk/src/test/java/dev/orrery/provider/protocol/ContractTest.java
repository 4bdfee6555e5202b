package dev.orrery.provider.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContractTest {
  private static final Path SCHEMAS =
      Path.of(System.getProperty("orrery.root"), "schemas", "provider");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, Class<?>> RECORDS =
      Map.of(
          "hello", Hello.class,
          "heartbeat", Heartbeat.class,
          "order", Order.class,
          "cancel", Cancel.class,
          "report", Report.class);

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleSatisfiesItsSchema(Path example) throws IOException {
    assertThat(problems(message(example), read(example))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("invalidExamples")
  void everyBadExampleIsCaught(Path example) throws IOException {
    assertThat(problems(message(example), read(example))).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theRecordsReadAndWriteEveryExampleWithoutLoss(Path example) throws IOException {
    var record = Wire.read(Files.readAllBytes(example), RECORDS.get(message(example)));

    assertThat(JSON.readTree(Wire.write(record))).isEqualTo(read(example));
  }

  @Test
  void theComputeExamplesSatisfyTheSchemasOfTheKind() throws IOException {
    var order = read(SCHEMAS.resolve("examples/order/ensure.json"));
    var report = read(SCHEMAS.resolve("examples/report/ready.json"));

    assertThat(problems("compute-desired", order.get("desired"))).isEmpty();
    assertThat(problems("compute-observed", report.get("observed"))).isEmpty();
  }

  static List<Path> examples() throws IOException {
    return filesIn(SCHEMAS.resolve("examples"))
        .filter(path -> !path.toString().contains("invalid"))
        .toList();
  }

  static List<Path> invalidExamples() throws IOException {
    return filesIn(SCHEMAS.resolve("examples/invalid")).toList();
  }

  private static Stream<Path> filesIn(Path folder) throws IOException {
    return Files.walk(folder).filter(path -> path.toString().endsWith(".json")).sorted();
  }

  private static String message(Path example) {
    return example.getParent().getFileName().toString();
  }

  private static JsonNode read(Path file) throws IOException {
    return JSON.readTree(file.toFile());
  }

  private static Set<ValidationMessage> problems(String schema, JsonNode message) {
    return schema(schema).validate(message);
  }

  private static JsonSchema schema(String name) {
    var base = "https://orrery.dev/schemas/provider/";
    var factory =
        JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            builder ->
                builder.schemaMappers(
                    mappers -> mappers.mapPrefix(base, SCHEMAS.toUri().toString())));
    var config = SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    return factory.getSchema(SchemaLocation.of(base + name + ".json"), config);
  }
}
