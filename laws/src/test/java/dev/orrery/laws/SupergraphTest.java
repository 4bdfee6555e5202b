package dev.orrery.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orrery.gateway.composition.Composer;
import dev.orrery.gateway.composition.CompositionResult;
import dev.orrery.gateway.composition.SubgraphSource;
import dev.orrery.gateway.server.node.NodeSubgraph;
import graphql.language.DescribedNode;
import graphql.language.Document;
import graphql.language.EnumTypeDefinition;
import graphql.language.FieldDefinition;
import graphql.language.ImplementingTypeDefinition;
import graphql.language.InputObjectTypeDefinition;
import graphql.language.TypeDefinition;
import graphql.parser.Parser;
import graphql.parser.ParserEnvironment;
import graphql.parser.ParserOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The contracts in `schemas/` fit together.
class SupergraphTest {
  private static final Path SCHEMAS = Path.of(System.getProperty("orrery.root"), "schemas");
  private static final Path SUPERGRAPH = SCHEMAS.resolve("supergraph.graphql");

  /// Run with `-Dorrery.write` after a change of a subgraph, to write the supergraph anew.
  @Test
  void theSupergraphIsWhatItsSubgraphsCompose() throws IOException {
    String composed = compose();
    if (System.getProperty("orrery.write") != null) {
      Files.writeString(SUPERGRAPH, composed);
    }

    assertThat(Files.readString(SUPERGRAPH))
        .as("write it anew: ./mvnw test -pl laws -am -Dtest=SupergraphTest -Dorrery.write")
        .isEqualTo(composed);
  }

  @Test
  void everythingInTheGraphIsDescribed() throws IOException {
    List<String> silent = new ArrayList<>();
    for (SubgraphSource subgraph : subgraphs()) {
      parse(subgraph.sdl()).getDefinitions().stream()
          .filter(TypeDefinition.class::isInstance)
          .forEach(type -> silent.addAll(undescribed(subgraph.name(), (TypeDefinition<?>) type)));
    }

    assertThat(silent).isEmpty();
  }

  private static List<String> undescribed(String subgraph, TypeDefinition<?> type) {
    List<String> silent = new ArrayList<>();
    String name = subgraph + ": " + type.getName();
    boolean root = type.getName().equals("Query") || type.getName().equals("Mutation");
    if (!root) {
      note(silent, name, type);
    }
    switch (type) {
      case ImplementingTypeDefinition<?> fields ->
          fields
              .getFieldDefinitions()
              .forEach(field -> note(silent, name, (FieldDefinition) field));
      case InputObjectTypeDefinition input ->
          input
              .getInputValueDefinitions()
              .forEach(field -> note(silent, name + "." + field.getName(), field));
      case EnumTypeDefinition values ->
          values
              .getEnumValueDefinitions()
              .forEach(value -> note(silent, name + "." + value.getName(), value));
      default -> {}
    }
    return silent;
  }

  private static void note(List<String> silent, String type, FieldDefinition field) {
    String name = type + "." + field.getName();
    note(silent, name, (Object) field);
    field
        .getInputValueDefinitions()
        .forEach(argument -> note(silent, name + "(" + argument.getName() + ")", argument));
  }

  private static void note(List<String> silent, String name, Object node) {
    if (node instanceof DescribedNode<?> described && described.getDescription() == null) {
      silent.add(name);
    }
  }

  private static String compose() throws IOException {
    List<SubgraphSource> sources = new ArrayList<>(subgraphs());
    NodeSubgraph.sdl(sources.stream().map(SubgraphSource::sdl).toList())
        .ifPresent(
            sdl -> sources.add(new SubgraphSource(NodeSubgraph.NAME, NodeSubgraph.URL, sdl)));
    return switch (Composer.compose(sources)) {
      case CompositionResult.Composed(var supergraph, _) -> supergraph.toSdl();
      case CompositionResult.Failed(var errors, _) ->
          throw new AssertionError("the subgraphs do not compose:\n" + lines(errors.stream()));
    };
  }

  private static String lines(Stream<?> things) {
    return String.join("\n", things.map(Object::toString).toList());
  }

  private static List<SubgraphSource> subgraphs() throws IOException {
    String common = Files.readString(SCHEMAS.resolve("common.graphql"));
    List<SubgraphSource> sources = new ArrayList<>();
    for (JsonNode subgraph :
        new ObjectMapper().readTree(SCHEMAS.resolve("subgraphs.json").toFile())) {
      String name = subgraph.get("name").asText();
      sources.add(
          new SubgraphSource(
              name,
              subgraph.get("url").asText(),
              common + "\n" + Files.readString(SCHEMAS.resolve(name + ".graphql"))));
    }
    return sources;
  }

  private static Document parse(String sdl) {
    return Parser.parse(
        ParserEnvironment.newParserEnvironment()
            .document(sdl)
            .parserOptions(ParserOptions.getDefaultSdlParserOptions())
            .build());
  }
}
