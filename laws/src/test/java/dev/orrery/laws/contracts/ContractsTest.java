package dev.orrery.laws.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What was released stays true: whoever keeps to a contract is never broken by a newer one of the
/// same major version.
class ContractsTest {
  private static final Path SCHEMAS = Path.of(System.getProperty("orrery.root"), "schemas");
  private static final Path RELEASED = SCHEMAS.resolve("released");

  /// Run with `-Dorrery.release` at a release, to make the contracts of today the released ones.
  @Test
  void noContractBreaksTheReleasedOne() throws IOException {
    if (System.getProperty("orrery.release") != null) {
      release();
    }
    assertThat(Contracts.below(RELEASED).brokenBy(Contracts.below(SCHEMAS)))
        .as(
            "these changes break whoever keeps to schemas/released. Make them additions, or give the type (or the"
                + " provider protocol) a new major version and keep the old one beside it")
        .isEmpty();
  }

  @Test
  void aBreakingChangeIsNamed() {
    assertThat(
            brokenWhen(
                "events/instance.json",
                schema ->
                    ((ObjectNode) schema.at("/$defs/snapshot/properties")).remove("generation")))
        .singleElement()
        .asString()
        .contains("events/instance.json", "/$defs/snapshot/properties/generation", "is gone");
  }

  @Test
  void anAdditionBreaksNobody() {
    assertThat(
            brokenWhen(
                "events/instance.json",
                schema ->
                    ((ObjectNode) schema.at("/$defs/snapshot/properties"))
                        .putObject("colour")
                        .put("type", "string")))
        .isEmpty();
  }

  @Test
  void aNewMajorVersionMayBreakWithItsPast() {
    assertThat(
            brokenWhen(
                "events/instance.json",
                schema -> {
                  ((ObjectNode) schema.at("/$defs/snapshot/properties")).remove("generation");
                  ArrayNode types = (ArrayNode) schema.at("/properties/type/enum");
                  for (int i = 0; i < types.size(); i++) {
                    types.set(i, types.get(i).asText().replace(".v1", ".v2"));
                  }
                }))
        .isEmpty();
  }

  @Test
  void aVersionBesideTheOldOneIsNoExcuse() {
    assertThat(
            brokenWhen(
                "events/instance.json",
                schema -> {
                  ((ObjectNode) schema.at("/$defs/snapshot/properties")).remove("generation");
                  ((ArrayNode) schema.at("/properties/type/enum"))
                      .add("dev.orrery.instance.created.v2");
                }))
        .hasSize(1);
  }

  @Test
  void aContractThatIsGoneIsNamed() {
    Contracts released = Contracts.below(RELEASED);
    TreeMap<String, JsonNode> fewer = new TreeMap<>(released.files());
    fewer.remove("events/site.json");

    assertThat(released.brokenBy(new Contracts(fewer)))
        .containsExactly("events/site.json: is gone");
  }

  private static List<String> brokenWhen(String file, Consumer<JsonNode> change) {
    Contracts released = Contracts.below(RELEASED);
    TreeMap<String, JsonNode> changed = new TreeMap<>(released.files());
    JsonNode schema = changed.get(file).deepCopy();
    change.accept(schema);
    changed.put(file, schema);
    return released.brokenBy(new Contracts(changed));
  }

  private static void release() throws IOException {
    for (String file : Contracts.below(SCHEMAS).files().keySet()) {
      Files.writeString(RELEASED.resolve(file), Files.readString(SCHEMAS.resolve(file)));
    }
  }
}
