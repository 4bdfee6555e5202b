package dev.orrery.gateway.composition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.supergraph.JoinField;
import dev.orrery.gateway.composition.supergraph.JoinType;
import org.junit.jupiter.api.Test;

/// Whole graphs, as the federation documentation shows them.
class ExamplesTest {
  @Test
  void composesAccountsProductsAndReviews() {
    var supergraph =
        Composition.of(
                "accounts",
                """
                type Query { me: User }
                type User @key(fields: "id") { id: ID! username: String! @shareable }
                """)
            .and(
                "products",
                """
                type Query { topProducts(first: Int = 5): [Product] }
                type Product @key(fields: "upc") { upc: String! name: String! price: Int weight: Int }
                """)
            .and(
                "reviews",
                """
                type Review @key(fields: "id") {
                  id: ID!
                  body: String
                  author: User @provides(fields: "username")
                  product: Product
                }
                type User @key(fields: "id") { id: ID! username: String! @external reviews: [Review] }
                type Product @key(fields: "upc") {
                  upc: String!
                  price: Int @external
                  weight: Int @external
                  reviews: [Review]
                  shippingEstimate: Int @requires(fields: "price weight")
                }
                """)
            .composes();
    assertThat(supergraph.composite("User").joins())
        .containsExactly(
            new JoinType("accounts", FieldSet.parse("id"), false, true, false),
            new JoinType("reviews", FieldSet.parse("id"), false, true, false));
    var username = supergraph.composite("User").fields().get("username");
    assertThat(username.in("reviews").map(JoinField::external)).contains(true);
    assertThat(supergraph.composite("Review").fields().get("author").joins().getFirst().provides())
        .isEqualTo(FieldSet.parse("username"));
    assertThat(
            supergraph
                .composite("Product")
                .fields()
                .get("shippingEstimate")
                .joins()
                .getFirst()
                .requires())
        .isEqualTo(FieldSet.parse("price weight"));
  }

  @Test
  void composesFederation1WithExtendedEntities() {
    var supergraph =
        Composition.ofRaw(
                "accounts",
                """
                type Query { me: User }
                type User @key(fields: "id") { id: ID! name: String }
                """)
            .andRaw(
                "reviews",
                """
                extend type User @key(fields: "id") { id: ID! @external name: String @external unused: Int @external reviews: [Review] }
                type Review { id: ID! author: User @provides(fields: "name") }
                """)
            .composes();
    assertThat(supergraph.composite("User").fields()).doesNotContainKey("unused");
    var id = supergraph.composite("User").fields().get("id");
    assertThat(id.in("reviews").map(JoinField::external)).contains(false);
    assertThat(supergraph.composite("User").joins().getLast().extension()).isTrue();
  }

  @Test
  void addsFieldsOfAnInterfaceObjectToEveryImplementation() {
    var supergraph =
        Composition.of(
                "media",
                """
                type Query { media: [Media] }
                interface Media @key(fields: "id") { id: ID! title: String }
                type Book implements Media @key(fields: "id") { id: ID! title: String }
                type Film implements Media @key(fields: "id") { id: ID! title: String }
                """)
            .and(
                "reviews",
                """
                type Media @interfaceObject @key(fields: "id") { id: ID! score: Int }
                """)
            .composes();
    assertThat(supergraph.composite("Book").fields().get("score").joins()).isEmpty();
    assertThat(supergraph.composite("Media").fields().get("score").joins())
        .extracting(JoinField::subgraph)
        .containsExactly("reviews");
  }

  @Test
  void composesACustomDirectiveThatIsLinked() {
    var sdl =
        """
        extend schema
          @link(url: "https://orrery.dev/specs/orrery/v1.0", import: ["@prefix"])
          @composeDirective(name: "@prefix")
        directive @prefix(value: String!) on OBJECT | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
        """;
    var supergraph =
        Composition.of(
                "instances",
                sdl
                    + """
                    type Query { instance(id: ID! @prefix(value: "inst")): Instance }
                    type Instance @key(fields: "id") @prefix(value: "inst") { id: ID! }
                    """)
            .composes();
    assertThat(supergraph.composite("Instance").directives())
        .hasToString("[@prefix(value: \"inst\")]");
    assertThat(supergraph.toSdl())
        .contains("@link(url: \"https://orrery.dev/specs/orrery/v1.0\", import: [\"@prefix\"])")
        .contains("id: ID! @prefix(value: \"inst\")");
  }
}
