package dev.orrery.gateway.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.planning.plan.PlanNode;
import dev.orrery.gateway.planning.world.Federation;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `@requires`: what a field needs of its own entity travels with the call.
class RequirementsTest {
  @Test
  void whatAFieldRequiresIsFetchedBefore() {
    var f =
        Federation.of(
            "type Query { products: [Product] } type Product @key(fields: \"id\") { id: ID! weight: Int size: Int }",
            """
            type Product @key(fields: "id") { id: ID! weight: Int @external size: Int @external
              shipping: String @requires(fields: "weight size") }
            """);
    var plan = f.answers("{ products { shipping } }");
    assertThat(Federation.calls(plan))
        .containsExactly(
            "a: query{products{id weight size}}",
            "b: query($r0:[_Any!]!){_entities(representations:$r0){... on Product{shipping}}}");
  }

  @Test
  void aRequirementMayHaveARequirementInTheSameSubgraph() {
    var f =
        Federation.of(
            """
            type Query { products: [Product] }
            type Product @key(fields: "id") { id: ID! price: Int }
            """,
            """
            type Product @key(fields: "id") { id: ID! price: Int @external discount: Int @external
              hasDiscount: Boolean @requires(fields: "price")
              finalPrice: Int @requires(fields: "discount") }
            """,
            """
            type Product @key(fields: "id") { id: ID! hasDiscount: Boolean @external
              discount: Int @requires(fields: "hasDiscount") }
            """);
    var plan = f.answers("{ products { finalPrice } }");
    assertThat(Federation.calls(plan)).hasSize(4);
  }

  @Test
  void aRequirementMayComeFromTheSubgraphThatAlreadyHoldsTheObject() {
    var f =
        Federation.of(
            """
            type Query { products: [Product] }
            type Product @key(fields: "id") { id: ID! name: String @external
              label: String @requires(fields: "name") }
            """,
            "type Product @key(fields: \"id\") { id: ID! name: String }");
    var plan = f.answers("{ products { label } }");
    assertThat(Federation.calls(plan))
        .containsExactly(
            "a: query{products{id}}",
            "b: query($r0:[_Any!]!){_entities(representations:$r0){... on Product{name}}}",
            "a: query($r0:[_Any!]!){_entities(representations:$r0){... on Product{label}}}");
  }

  @Test
  void twoRequirementsWithDifferentArgumentsDoNotMeet() {
    var f =
        Federation.of(
            """
            type Query { products: [Product] }
            type Product @key(fields: "id") { id: ID! price(currency: String!): Int }
            """,
            """
            type Product @key(fields: "id") { id: ID! price(currency: String!): Int @external
              inEuro: String @requires(fields: "price(currency: \\"EUR\\")")
              inDollar: String @requires(fields: "price(currency: \\"USD\\")") }
            """);
    f.answers("{ products { inEuro inDollar } }");
    f.answers("{ products { price(currency: \"GBP\") inEuro } }");
    f.answers("{ products { price: id inEuro inDollar } }");
  }

  @Test
  void requirementsWithArgumentsOfTheirOwnGoIntoAliasesOfTheirOwn() {
    var f =
        Federation.of(
            """
            type Query { products: [Product] }
            type Product @key(fields: "id") { id: ID! price(currency: String!): Int }
            """,
            """
            type Product @key(fields: "id") { id: ID! price(currency: String!): Int @external
              inEuro: String @requires(fields: "price(currency: \\"EUR\\")") }
            """);
    assertThat(f.calls("{ products { price(currency: \"GBP\") inEuro } }").getFirst())
        .isEqualTo(
            "a: query{products{price(currency:\"GBP\") id _1_price:price(currency:\"EUR\")}}");
  }

  @Test
  void aRequirementMayLookIntoFragments() {
    var f =
        Federation.of(
            """
            type Query { users: [User] }
            type User @key(fields: "id") { id: ID! pet: Pet }
            union Pet = Cat | Dog
            type Cat { lives: Int } type Dog { tricks: Int name: String }
            """,
            """
            type User @key(fields: "id") { id: ID! pet: Pet @external
              mood: String @requires(fields: "pet { ... on Cat { lives } ... on Dog { tricks name } }") }
            union Pet = Cat | Dog
            type Cat { lives: Int @external } type Dog { tricks: Int @external name: String @external }
            """);
    f.answers("{ users { mood } }");
    f.answers("{ users { mood pet { ... on Dog { tricks: name } } } }");
  }

  @Test
  void aRequirementMayLookIntoAnInterface() {
    var f =
        Federation.of(
            """
            type Query { users: [User] }
            type User @key(fields: "id") { id: ID! pet: Pet }
            interface Pet { name: String }
            type Cat implements Pet { name: String lives: Int } type Dog implements Pet { name: String }
            """,
            """
            type User @key(fields: "id") { id: ID! pet: Pet @external
              mood: String @requires(fields: "pet { name }") }
            interface Pet { name: String }
            type Cat implements Pet { name: String @external } type Dog implements Pet { name: String @external }
            """);
    f.answers("{ users { mood } }");
  }

  @Test
  void aRequirementMayCrossListsAndNestedObjects() {
    var f =
        Federation.of(
            """
            type Query { users: [User!]! }
            type User @key(fields: "id") { id: ID! addresses: [Address!]! }
            type Address { street: String zone: Zone! } type Zone { code: Int! }
            """,
            """
            type User @key(fields: "id") { id: ID! addresses: [Address!]! @external
              route: String @requires(fields: "addresses { street zone { code } }") }
            type Address @external { street: String zone: Zone! } type Zone @external { code: Int! }
            """);
    f.answers("{ users { route } }");
  }

  @Test
  void requirementsOfAnEntityBelowAreFetchedFromItsOwnSubgraph() {
    var f =
        Federation.of(
            """
            type Query { orders: [Order] }
            type Order @key(fields: "id") { id: ID! item: Item }
            type Item @key(fields: "sku") { sku: ID! }
            """,
            "type Item @key(fields: \"sku\") { sku: ID! price: Int }",
            """
            type Order @key(fields: "id") { id: ID! item: Item @external
              total: Int @requires(fields: "item { price }") }
            type Item @key(fields: "sku") { sku: ID! price: Int @external }
            """);
    var plan = f.answers("{ orders { total } }");
    assertThat(Federation.calls(plan)).hasSize(3);
  }

  @Test
  void skippedFieldsWithRequirementsCauseNoFetch() {
    var f =
        Federation.of(
            "type Query { product: Product } type Product @key(fields: \"id\") { id: ID! name: String }",
            "type Product @key(fields: \"id\") { id: ID! weight: Int }",
            """
            type Product @key(fields: "id") { id: ID! weight: Int @external
              shipping: String @requires(fields: "weight") }
            """);
    var query = "query($no: Boolean!) { product { name shipping @skip(if: $no) } }";
    var plan = f.answers(query, Map.of("no", false));
    f.answers(query, Map.of("no", true));
    for (var node : Federation.fetches(plan)) {
      if (node instanceof PlanNode.EntityFetch fetch) {
        assertThat(fetch.groups().getFirst().paths().getFirst().condition().toString())
            .isEqualTo("!$no");
      }
    }
  }

  @Test
  void fieldsOfOneSubgraphWithDifferentRequirementsTakeOneCall() {
    var f =
        Federation.of(
            "type Query { products: [Product] } type Product @key(fields: \"id\") { id: ID! w: Int h: Int }",
            """
            type Product @key(fields: "id") { id: ID! w: Int @external h: Int @external
              x: Int @requires(fields: "w") y: Int @requires(fields: "h") z: Int }
            """);
    assertThat(f.calls("{ products { x y z } }")).hasSize(2);
    f.answers("{ products { x y z } }");
  }

  @Test
  void aRequirementInACircleAcrossSubgraphsIsUnwound() {
    var f =
        Federation.of(
            """
            type Query { p: Product }
            type Product @key(fields: "id") { id: ID! b1: Int @external a1: Int a2: Int @requires(fields: "b1") }
            """,
            """
            type Product @key(fields: "id") { id: ID! a1: Int @external a2: Int @external
              b1: Int @requires(fields: "a1") b2: Int @requires(fields: "a2") }
            """);
    var plan = f.answers("{ p { b2 } }");
    assertThat(Federation.calls(plan)).hasSize(4);
  }

  @Test
  void anInaccessibleFieldMayBeRequired() {
    var f =
        Federation.of(
            """
            type Query { users: [User] }
            type User @key(fields: "id") { id: ID! age: Int @inaccessible }
            """,
            """
            type User @key(fields: "id") { id: ID! age: Int @external
              ageGroup: String @requires(fields: "age") }
            """);
    f.answers("{ users { ageGroup } }");
  }

  @Test
  void aRequirementOnAnInterfaceOfEntitiesIsMetTypeByType() {
    var f =
        Federation.of(
            """
            type Query { users: [User] }
            interface Address { id: ID! }
            type User @key(fields: "id") { id: ID! address: Address @external
              city: String @requires(fields: "address { id ... on Home { city } ... on Work { city } }") }
            type Home implements Address @key(fields: "id") { id: ID! city: String @external }
            type Work implements Address @key(fields: "id") { id: ID! city: String @external }
            """,
            """
            type User @key(fields: "id") { id: ID! address: Address @shareable }
            interface Address { id: ID! }
            type Home implements Address @key(fields: "id") { id: ID! city: String }
            type Work implements Address @key(fields: "id") { id: ID! }
            """,
            "type Work @key(fields: \"id\") { id: ID! city: String }");
    f.answers("{ users { city } }");
    f.answers("{ users { city address { id __typename } } }");
  }

  @Test
  void aRequiredFieldMayItselfNeedItsOwnRequirementBelow() {
    var f =
        Federation.of(
            """
            type Query { posts: [Post] }
            type Post @key(fields: "id") { id: ID! comments(limit: Int!): [Comment] @external
              ok: Boolean @requires(fields: "comments(limit: 3) { id score }")
              text: String }
            type Comment @key(fields: "id") { id: ID! score: Int @external }
            """,
            """
            type Post @key(fields: "id") { id: ID! comments(limit: Int!): [Comment] }
            type Comment @key(fields: "id") { id: ID! authorId: ID }
            """,
            """
            type Comment @key(fields: "id") { id: ID! authorId: ID @external
              score: Int @requires(fields: "authorId") }
            """);
    f.answers("{ posts { ok } }");
    f.answers("{ posts { ok comments(limit: 1) { score } } }");
    f.answers("{ posts { ok comments(limit: 3) { authorId } } }");
  }

  @Test
  void aRequirementIsTakenFromWhereACallIsMadeAnyway() {
    var f =
        Federation.of(
            "type Query { p: P } type P @key(fields: \"id\") { id: ID! }",
            "type P @key(fields: \"id\") { id: ID! x: Int @shareable y: Int }",
            "type P @key(fields: \"id\") { id: ID! x: Int @shareable z: Int }",
            "type P @key(fields: \"id\") { id: ID! x: Int @external f: Int @requires(fields: \"x\") }");
    assertThat(f.calls("{ p { y f } }")).hasSize(3);
    assertThat(f.calls("{ p { z f } }")).hasSize(3);
    f.answers("{ p { x y z f } }");
  }
}
