package dev.orrery.gateway.execution.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.composition.Composer;
import dev.orrery.gateway.composition.CompositionResult;
import dev.orrery.gateway.composition.SubgraphSource;
import dev.orrery.gateway.execution.graph.Caller;
import dev.orrery.gateway.execution.graph.FederatedGraph;
import dev.orrery.gateway.execution.graph.GraphQlReply;
import dev.orrery.gateway.execution.graph.GraphSettings;
import dev.orrery.gateway.execution.http.ForwardedHeaders;
import dev.orrery.gateway.execution.http.SubgraphReply;
import dev.orrery.gateway.execution.http.SubgraphTransport;
import dev.orrery.gateway.execution.json.JsonLimits;
import dev.orrery.gateway.execution.json.JsonOutput;
import dev.orrery.gateway.execution.json.JsonValues;
import dev.orrery.gateway.execution.operation.GraphQlRequest;
import dev.orrery.gateway.execution.run.FetchLog;
import graphql.ExecutionInput;
import graphql.GraphQL;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A subgraph that sends nulls anywhere, and two judges of what becomes of them: the gateway, and
/// graphql-java over the same data.
class NullPropagationTest {
  private static final String[] WRAPPERS = {
    "%s", "%s!", "[%s]", "[%s!]", "[%s]!", "[%s!]!", "[[%s!]]!", "[[%s]!]"
  };
  private static final String LINK =
      """
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable",
        "@external", "@requires"])
      """;
  private static final String ITEMS =
      LINK + "type Query { item: Item } type Item @key(fields: \"id\") { id: ID! }";
  private static final Map<String, Object> ITEM =
      Map.of("data", Map.of("item", Map.of("__typename", "Item", "id", "7")));
  private static final Map<String, Object> LOST =
      Map.of(
          "data",
          Map.of("_entities", Arrays.asList((Object) null)),
          "errors",
          List.of(Map.of("message", "no", "path", List.of("_entities", 0, "z"))));

  private static Vertx vertx;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void followsTheSpecificationForRandomSchemasAndData() {
    int withNulls = 0;
    int nothingLeft = 0;
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      Map<String, String> a = fields(random);
      Map<String, String> b = fields(random);
      String sdl =
          "type Query {a: %s} %s %s".formatted(wrap(random, "A"), type("A", a), type("B", b));
      String query = "{ x: a { s t b { s t b { s } } } a { t n: b { y: s } } }";
      Map<String, Object> data = data(sdl, query, random);
      Map<?, ?> expected = judge(sdl, query, data);
      Map<?, ?> actual = gateway(sdl, query, data);
      assertThat(actual.get("data"))
          .as("seed %d: %s %s", seed, sdl, data)
          .isEqualTo(expected.get("data"));
      Set<Object> reported = paths(actual);
      assertThat(paths(expected)).as("seed %d", seed).containsAll(reported);
      assertThat(reported.isEmpty()).as("seed %d", seed).isEqualTo(paths(expected).isEmpty());
      withNulls += reported.isEmpty() ? 0 : 1;
      nothingLeft += actual.get("data") == null ? 1 : 0;
    }
    assertThat(withNulls).isBetween(100, 399);
    assertThat(nothingLeft).isBetween(20, 300);
  }

  private static Map<String, String> fields(Random random) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("s", wrap(random, "String"));
    fields.put("t", wrap(random, "Int"));
    fields.put("b", wrap(random, "B"));
    return fields;
  }

  private static String wrap(Random random, String type) {
    return WRAPPERS[random.nextInt(WRAPPERS.length)].formatted(type);
  }

  private static String type(String name, Map<String, String> fields) {
    StringBuilder sdl = new StringBuilder("type %s {".formatted(name));
    fields.forEach((field, type) -> sdl.append(field).append(": ").append(type).append(' '));
    return sdl.append('}').toString();
  }

  /// Data with nulls at random, under the response keys, without any propagation.
  private static Map<String, Object> data(String sdl, String query, Random random) {
    var registry = new SchemaParser().parse(sdl);
    Map<String, Object> data = new LinkedHashMap<>();
    var document = graphql.parser.Parser.parse(query);
    var operation = (graphql.language.OperationDefinition) document.getDefinitions().getFirst();
    fill(registry, "Query", operation.getSelectionSet(), data, random);
    return data;
  }

  private static void fill(
      graphql.schema.idl.TypeDefinitionRegistry registry,
      String type,
      graphql.language.SelectionSet selections,
      Map<String, Object> into,
      Random random) {
    for (var selection : selections.getSelections()) {
      var field = (graphql.language.Field) selection;
      var definition =
          registry
              .getTypeOrNull(type, graphql.language.ObjectTypeDefinition.class)
              .getFieldDefinitions()
              .stream()
              .filter(f -> f.getName().equals(field.getName()))
              .findFirst()
              .orElseThrow();
      into.put(field.getResultKey(), value(registry, definition.getType(), field, random));
    }
  }

  private static Object value(
      graphql.schema.idl.TypeDefinitionRegistry registry,
      graphql.language.Type<?> type,
      graphql.language.Field field,
      Random random) {
    if (type instanceof graphql.language.NonNullType inner) {
      return value(registry, inner.getType(), field, random);
    }
    if (random.nextInt(14) == 0) {
      return null;
    }
    if (type instanceof graphql.language.ListType list) {
      List<Object> items = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        items.add(value(registry, list.getType(), field, random));
      }
      return items;
    }
    String name = ((graphql.language.TypeName) type).getName();
    return switch (name) {
      case "String" -> "text";
      case "Int" -> random.nextInt(100);
      default -> {
        Map<String, Object> object = new LinkedHashMap<>();
        fill(registry, name, field.getSelectionSet(), object, random);
        yield object;
      }
    };
  }

  private static Map<?, ?> judge(String sdl, String query, Map<String, Object> data) {
    RuntimeWiring wiring =
        RuntimeWiring.newRuntimeWiring()
            .wiringFactory(
                new graphql.schema.idl.WiringFactory() {
                  @Override
                  public graphql.schema.DataFetcher<?> getDefaultDataFetcher(
                      graphql.schema.idl.FieldWiringEnvironment environment) {
                    return e -> {
                      Map<?, ?> source = e.getSource() == null ? data : e.getSource();
                      return source.get(e.getField().getResultKey());
                    };
                  }
                })
            .build();
    var schema = new SchemaGenerator().makeExecutableSchema(new SchemaParser().parse(sdl), wiring);
    return GraphQL.newGraphQL(schema)
        .build()
        .execute(ExecutionInput.newExecutionInput(query).build())
        .toSpecification();
  }

  @Test
  void anObjectThatOneSubgraphLostIsNoErrorOfWhatItWouldHaveBroughtBeside() {
    var answer =
        gateway(
            Map.of(
                "a",
                LINK + "type Query { items: [Item] @shareable } type Item { x: String }",
                "b",
                LINK
                    + "type Query { items: [Item] @shareable } type Item { y: String! z: String! }"),
            "{ items { x y z } }",
            Map.of(
                "a",
                Map.of("data", Map.of("items", List.of(Map.of("x", "1")))),
                "b",
                Map.of(
                    "data",
                    Map.of("items", Arrays.asList((Object) null)),
                    "errors",
                    List.of(Map.of("message", "no", "path", List.of("items", 0, "z"))))));
    assertThat(answer.get("data").toString()).isEqualTo("{items=[null]}");
    assertThat(paths(answer)).containsExactly(List.of("items", 0, "z"));
  }

  @Test
  void anEntityThatOneSubgraphLostIsNoErrorOfWhatLiesDeeperInIt() {
    var answer =
        gateway(
            Map.of(
                "a",
                ITEMS,
                "b",
                LINK
                    + "type Item @key(fields: \"id\") { id: ID! z: String! sub: Sub @shareable }"
                    + " type Sub { y: String! }",
                "c",
                LINK
                    + "type Item @key(fields: \"id\") { id: ID! sub: Sub @shareable }"
                    + " type Sub { x: String }"),
            "{ item { sub { x y } z } }",
            Map.of(
                "a",
                ITEM,
                "b",
                LOST,
                "c",
                Map.of("data", Map.of("_entities", List.of(Map.of("sub", Map.of("x", "1")))))));
    assertThat(answer.toString()).startsWith("{data={item=null}, errors=[");
    assertThat(paths(answer)).containsExactly(List.of("item", "z"));
  }

  @Test
  void whatCouldNotBeAskedForWantOfALostEntityIsNoErrorOfItsOwn() {
    var answer =
        gateway(
            Map.of(
                "a",
                ITEMS,
                "b",
                LINK + "type Item @key(fields: \"id\") { id: ID! z: String! s: String }",
                "c",
                LINK
                    + "type Item @key(fields: \"id\") { id: ID! s: String @external"
                    + " w: String! @requires(fields: \"s\") }"),
            "{ item { w z } }",
            Map.of("a", ITEM, "b", LOST, "c", Map.of("data", Map.of("_entities", List.of()))));
    assertThat(answer.toString()).startsWith("{data={item=null}, errors=[");
    assertThat(paths(answer)).containsExactly(List.of("item", "z"));
  }

  @Test
  void anEntityThatIsNotThereIsSaidEvenWhenAnotherOneFailed() {
    var answer =
        gateway(
            Map.of(
                "a",
                LINK + "type Query { items: [Item] } type Item @key(fields: \"id\") { id: ID! }",
                "b",
                LINK + "type Item @key(fields: \"id\") { id: ID! z: String! }"),
            "{ items { z } }",
            Map.of(
                "a",
                Map.of("data", Map.of("items", List.of(Map.of("id", "1"), Map.of("id", "2")))),
                "b",
                Map.of(
                    "data",
                    Map.of("_entities", Arrays.asList(null, null)),
                    "errors",
                    List.of(Map.of("message", "no", "path", List.of("_entities", 1, "z"))))));
    assertThat(answer.get("data").toString()).isEqualTo("{items=[null, null]}");
    assertThat(paths(answer))
        .containsExactlyInAnyOrder(List.of("items", 0, "z"), List.of("items", 1, "z"));
  }

  private static Map<?, ?> gateway(String sdl, String query, Map<String, Object> data) {
    return gateway(Map.of("s", sdl), query, Map.of("s", Map.of("data", data)));
  }

  private static Map<?, ?> gateway(
      Map<String, String> schemas, String query, Map<String, Map<String, Object>> answers) {
    var composed =
        (CompositionResult.Composed)
            Composer.compose(
                schemas.entrySet().stream()
                    .map(e -> new SubgraphSource(e.getKey(), "http://localhost", e.getValue()))
                    .toList());
    Map<String, SubgraphTransport> transports = new LinkedHashMap<>();
    answers.forEach((name, response) -> {
      byte[] answer = new JsonOutput(100).value(response).toByteArray();
      transports.put(
          name, _ -> Future.succeededFuture(new SubgraphReply.Answered(answer, answer.length)));
    });
    var graph =
        new FederatedGraph(
            vertx, composed.supergraph(), transports, GraphSettings.STANDARD, FetchLog.SILENT);
    GraphQlReply reply =
        graph
            .execute(
                new GraphQlRequest(query, null, Map.of(), false),
                new Caller(ForwardedHeaders.NONE, "t"))
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    return (Map<?, ?>) JsonValues.read(GraphQlReply.body(reply).toByteArray(), JsonLimits.STANDARD);
  }

  private static Set<Object> paths(Map<?, ?> response) {
    Set<Object> paths = new HashSet<>();
    if (response.get("errors") instanceof List<?> errors) {
      errors.forEach(error -> paths.add(((Map<?, ?>) error).get("path")));
    }
    return paths;
  }
}
