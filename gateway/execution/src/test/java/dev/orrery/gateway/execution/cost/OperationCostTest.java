package dev.orrery.gateway.execution.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.composition.Composer;
import dev.orrery.gateway.composition.CompositionResult;
import dev.orrery.gateway.composition.SubgraphSource;
import graphql.language.Document;
import graphql.language.OperationDefinition;
import graphql.parser.Parser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperationCostTest {
  private static final CostRules RULES =
      rules(
          """
          extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
            import: ["@cost", "@listSize", "@shareable"])
          type Query {
            book: Book
            books: [Book] @listSize(assumedSize: 5)
            page(first: Int, last: Int): [Book]
              @listSize(slicingArguments: ["first", "last"], requireOneSlicingArgument: true)
            loose(first: Int = 7): [Book] @listSize(slicingArguments: ["first"], assumedSize: 3, requireOneSlicingArgument: false)
            connection(limit: Int!): Connection @listSize(slicingArguments: ["limit"], sizedFields: ["edges"])
            plain(first: Int): [Book]
            media: Media
            heavy: Int @cost(weight: 50)
            search(text: String @cost(weight: 4), filter: Filter): Int
          }
          type Mutation { touch: Int }
          type Book { title: String author: Author reviews: [Review] @listSize(assumedSize: 2) }
          type Author { name: String }
          type Review @cost(weight: 3) { body: String }
          type Film { title: String studio: Author maker: Author }
          union Media = Book | Film
          type Connection { edges: [Edge] total: Int }
          type Edge { node: Book }
          input Filter { deep: Filter word: String @cost(weight: 2) }
          """);

  private static CostRules rules(String sdl) {
    return switch (Composer.compose(List.of(new SubgraphSource("a", "http://a", sdl)))) {
      case CompositionResult.Composed(var supergraph, var _) -> new CostRules(supergraph);
      case CompositionResult.Failed(var errors, var _) ->
          throw new AssertionError(errors.toString());
    };
  }

  private static String judged(CostLimits limits, String query, Map<String, Object> variables) {
    Document document = Parser.parse(query);
    var refusal =
        OperationCost.of(
                RULES,
                limits,
                document,
                document.getDefinitionsOfType(OperationDefinition.class).getFirst())
            .refusal(variables);
    return refusal == null ? "fine" : refusal.code() + " " + refusal.extensions().get("cost");
  }

  private static void assertCost(String query, long cost) {
    assertCost(query, Map.of(), cost);
  }

  private static void assertCost(String query, Map<String, Object> variables, long cost) {
    if (cost > 0) {
      assertThat(judged(new CostLimits(cost, 1, 0), query, variables)).isEqualTo("fine");
    }
    if (cost > 1) {
      assertThat(judged(new CostLimits(cost - 1, 1, 0), query, variables))
          .startsWith("COST_ESTIMATED_TOO_EXPENSIVE")
          .contains("estimated=" + cost);
    }
  }

  @Test
  void countsObjectsAndNoLeaves() {
    assertCost("{ book { title author { name } } }", 2);
    assertCost("mutation { touch }", 10);
  }

  @Test
  void countsAListAsOftenAsItHasItems() {
    assertCost("{ books { title author { name } } }", 10);
    assertCost("{ books { reviews { body } } }", 5 + 5 * 2 * 3);
    assertCost("{ page(first: 20) { title } }", 20);
    assertCost("query($n: Int) { page(first: $n) { title } }", Map.of("n", 30), 30);
    assertCost("query($n: Int = 4) { page(first: $n) { title } }", 4);
  }

  @Test
  void takesDefaultsAndAssumedSizesWhereNothingIsGiven() {
    assertCost("{ loose { title } }", 7);
    assertCost("{ loose(first: null) { title } }", 7);
    assertThat(judged(new CostLimits(10, 10, 0), "{ plain { title } }", Map.of()))
        .isEqualTo("fine");
    assertThat(judged(new CostLimits(9, 10, 0), "{ plain { title } }", Map.of()))
        .startsWith("COST_ESTIMATED");
  }

  @Test
  void sizesTheListsBelowAConnection() {
    assertCost("{ connection(limit: 9) { total edges { node { title } } } }", 1 + 9 * 2);
  }

  @Test
  void wantsExactlyOneSlicingArgumentWhereTheSchemaSaysSo() {
    CostLimits limits = new CostLimits(1000, 1, 0);
    assertThat(judged(limits, "{ page { title } }", Map.of()))
        .startsWith("GRAPHQL_VALIDATION_FAILED");
    assertThat(judged(limits, "{ page(first: 1, last: 1) { title } }", Map.of()))
        .startsWith("GRAPHQL_VALIDATION_FAILED");
  }

  @Test
  void takesTheDearestOfSeveralTypes() {
    assertCost(
        "{ media { ... on Book { author { name } } ... on Film { studio { name } maker { name } } } }",
        3);
  }

  @Test
  void weighsFieldsAndArguments() {
    assertCost("{ heavy }", 50);
    assertCost("{ search(text: \"x\") }", 4);
    assertCost("{ search(filter: {word: \"x\", deep: {word: \"y\"}}) }", 1 + 2 + 1 + 2);
  }

  @Test
  void addsUpFragmentsWhereverTheyAreUsed() {
    assertCost("{ a: book { ...B } b: book { ...B } } fragment B on Book { author { name } }", 4);
  }

  @Test
  void refusesPagesThatAreTooLarge() {
    CostLimits limits = new CostLimits(0, 1, 200);
    assertThat(judged(limits, "{ plain(first: 200) { title } }", Map.of())).isEqualTo("fine");
    assertThat(judged(limits, "{ plain(first: 201) { title } }", Map.of()))
        .startsWith("QUERY_TOO_COMPLEX");
    assertThat(
            judged(
                limits,
                "query($n: Int) { book { ...B } plain(first: $n) { title } } fragment B on Book { title }",
                Map.of("n", 1000)))
        .startsWith("QUERY_TOO_COMPLEX");
    assertThat(judged(limits, "{ connection(limit: 500) { total } }", Map.of()))
        .startsWith("QUERY_TOO_COMPLEX");
  }
}
