package dev.orrery.gateway.conformance.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The subgraphs of the suite refuse what they must not be asked: without that a wrong plan could
/// give the right answer.
class SubgraphGraphTest {
  private static final String LINK =
      """
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
        import: ["@key", "@external", "@requires", "@provides", "@override", "@shareable"])
      """;
  private static final Map<String, String> SDLS =
      Map.of(
          "shipping",
          LINK
              + """
              type Query { best: Product @provides(fields: "name") plain: Product }
              type Product @key(fields: "id") @key(fields: "code", resolvable: false) {
                id: ID!
                code: String @shareable
                name: String @external
                price: Int @external
                cost: String @requires(fields: "price")
                moved: Int
              }
              """,
          "products",
          LINK
              + """
              type Product @key(fields: "id") {
                id: ID!
                code: String @shareable
                name: String @shareable
                price: Int
                moved: Int @override(from: "shipping", label: "moving")
              }
              """);
  private static final Map<String, ?> DATA =
      Map.of(
          "Query",
          Map.of("best", "->pen", "plain", "->pen"),
          "objects",
          Map.of(
              "pen",
              Map.of(
                  "__typename",
                  "Product",
                  "id",
                  "1",
                  "code",
                  "c",
                  "name",
                  "Pen",
                  "price",
                  2,
                  "moved",
                  5,
                  "cost",
                  Map.of("$echo", "cost"))));

  private final List<String> faults = new ArrayList<>();
  private final World world = new World(DATA, SDLS);
  private Set<String> labels = Set.of();

  @Test
  void answersWhatItOwns() {
    assertThat(ask("{ plain { id moved } }")).isEqualTo("{plain={id=1, moved=5}}");
    assertThat(faults).isEmpty();
  }

  @Test
  void refusesAnExternalFieldThatIsNotProvidedHere() {
    ask("{ plain { name } }");
    assertThat(faults).containsExactly("shipping was asked for Product.name, which is external");
  }

  @Test
  void bringsAnExternalFieldThatIsProvidedHere() {
    assertThat(ask("{ best { name } }")).isEqualTo("{best={name=Pen}}");
    assertThat(faults).isEmpty();
  }

  @Test
  void refusesARequirementThatWasNotSent() {
    entity("cost", Map.of("__typename", "Product", "id", "1"));
    assertThat(faults).singleElement().asString().startsWith("shipping needs price of pen");
  }

  @Test
  void refusesARequirementOutsideOfAnEntity() {
    ask("{ plain { cost } }");
    assertThat(faults)
        .containsExactly("shipping was asked for Product.cost without a representation");
  }

  @Test
  void showsWhatWasSent() {
    assertThat(entity("cost", Map.of("__typename", "Product", "id", "1", "price", 7)))
        .isEqualTo("{_entities=[{cost=cost(price=7)}]}");
    assertThat(faults).isEmpty();
  }

  @Test
  void refusesAKeyThatIsNotResolvable() {
    entity("id", Map.of("__typename", "Product", "code", "c"));
    assertThat(faults).singleElement().asString().startsWith("shipping has no key for");
  }

  @Test
  void refusesATypeThatItDoesNotKnow() {
    entity("id", Map.of("__typename", "User", "id", "1"));
    assertThat(faults).singleElement().asString().startsWith("shipping has no key for");
  }

  @Test
  void refusesAFieldThatMovedAway() {
    labels = Set.of("moving");
    ask("{ plain { moved } }");
    assertThat(faults)
        .containsExactly("shipping was asked for Product.moved, which products overrides");
  }

  @Test
  void refusesADocumentThatDoesNotFit() {
    ask("{ nothing }");
    assertThat(faults).singleElement().asString().startsWith("shipping cannot take { nothing }");
  }

  private String entity(String field, Map<String, ?> representation) {
    return ask(
        "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { %s } } }"
            .formatted(field),
        Map.of("r", List.of(representation)));
  }

  private String ask(String query) {
    return ask(query, Map.of());
  }

  private String ask(String query, Map<String, ?> variables) {
    var graph = new SubgraphGraph(world, "shipping", SDLS.get("shipping"), faults::add);
    var answer = graph.answer(Map.of("query", query, "variables", variables), Map.of(), labels);
    return String.valueOf(answer.get("data"));
  }
}
