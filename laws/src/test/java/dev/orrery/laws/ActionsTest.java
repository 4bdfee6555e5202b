package dev.orrery.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import graphql.language.FieldDefinition;
import graphql.language.ImplementingTypeDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.language.TypeName;
import graphql.parser.Parser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Each subgraph says what can be done with its resources, in `schemas/actions/`.
class ActionsTest {
  private static final Path SCHEMAS = Path.of(System.getProperty("orrery.root"), "schemas");
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void whatIsANodeHasAnActionForReadingIt() throws IOException {
    List<String> missing = new ArrayList<>();
    for (String subgraph : subgraphs()) {
      Set<String> actions = actions(subgraph);
      types(subgraph).stream()
          .filter(ActionsTest::isNode)
          .map(type -> type.getName().toLowerCase(Locale.ROOT) + ".read")
          .filter(action -> !actions.contains(action))
          .forEach(
              action -> missing.add("schemas/actions/%s.json: %s".formatted(subgraph, action)));
    }

    assertThat(missing).isEmpty();
  }

  @Test
  void whatCanBeCreatedChangedAndDeletedHasAnActionForIt() throws IOException {
    List<String> missing = new ArrayList<>();
    for (String subgraph : subgraphs()) {
      Set<String> actions = actions(subgraph);
      Set<String> mutations = mutations(subgraph);
      types(subgraph).stream()
          .filter(ActionsTest::isNode)
          .forEach(type -> {
            for (String verb : List.of("create", "update", "delete")) {
              String action = type.getName().toLowerCase(Locale.ROOT) + "." + verb;
              if (mutations.contains(verb + type.getName()) && !actions.contains(action)) {
                missing.add("schemas/actions/%s.json: %s".formatted(subgraph, action));
              }
            }
          });
    }

    assertThat(missing).isEmpty();
  }

  @Test
  void noActionIsDeclaredTwice() throws IOException {
    List<String> all = new ArrayList<>();
    for (String subgraph : subgraphs()) {
      JSON.readTree(Files.readString(file(subgraph)))
          .path("actions")
          .forEach(action -> all.add(action.path("name").asText()));
    }

    assertThat(all).doesNotHaveDuplicates();
  }

  private static List<String> subgraphs() throws IOException {
    List<String> names = new ArrayList<>();
    JSON.readTree(Files.readString(SCHEMAS.resolve("subgraphs.json")))
        .forEach(subgraph -> names.add(subgraph.path("name").asText()));
    return names;
  }

  private static Set<String> actions(String subgraph) throws IOException {
    Set<String> names = new TreeSet<>();
    JsonNode declared = JSON.readTree(Files.readString(file(subgraph)));
    declared.path("actions").forEach(action -> names.add(action.path("name").asText()));
    return names;
  }

  private static Path file(String subgraph) {
    return SCHEMAS.resolve("actions/%s.json".formatted(subgraph));
  }

  private static List<ObjectTypeDefinition> types(String subgraph) throws IOException {
    return Parser.parse(Files.readString(SCHEMAS.resolve(subgraph + ".graphql")))
        .getDefinitionsOfType(ObjectTypeDefinition.class);
  }

  private static Set<String> mutations(String subgraph) throws IOException {
    Set<String> names = new TreeSet<>();
    types(subgraph).stream()
        .filter(type -> type.getName().equals("Mutation"))
        .map(ImplementingTypeDefinition::getFieldDefinitions)
        .forEach(fields -> fields.stream().map(FieldDefinition::getName).forEach(names::add));
    return names;
  }

  private static boolean isNode(ObjectTypeDefinition type) {
    return type.getImplements().stream()
        .anyMatch(implemented -> ((TypeName) implemented).getName().equals("Node"));
  }
}
