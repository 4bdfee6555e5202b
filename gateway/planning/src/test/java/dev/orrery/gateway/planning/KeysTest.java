package dev.orrery.gateway.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.planning.world.Federation;
import org.junit.jupiter.api.Test;

/// Keys of every kind, and what cannot be reached by one.
class KeysTest {
  @Test
  void compositeKeysReachThroughNestedObjectsAndLists() {
    var f =
        Federation.of(
            """
            type Query { stores: [Store] }
            type Store @key(fields: "id owner { id tags { name } }") { id: ID! owner: Owner! }
            type Owner { id: ID! tags: [Tag!]! } type Tag { name: ID! }
            """,
            """
            type Store @key(fields: "id owner { id tags { name } }") { id: ID! owner: Owner! stock: Int }
            type Owner { id: ID! tags: [Tag!]! } type Tag { name: ID! }
            """
                .replace("owner: Owner!", "owner: Owner! @shareable")
                .replace("id: ID! tags: [Tag!]!", "id: ID! @shareable tags: [Tag!]! @shareable")
                .replace("name: ID!", "name: ID! @shareable"));
    f.answers("{ stores { stock } }");
    f.answers("{ stores { stock owner { tags { label: name } } } }");
  }

  @Test
  void aChainOfKeysLeadsThroughSubgraphsThatKnowBoth() {
    var f =
        Federation.of(
            "type Query { p: P } type P @key(fields: \"a\") { a: ID! }",
            "type P @key(fields: \"a\") @key(fields: \"b\") { a: ID! b: ID! }",
            "type P @key(fields: \"b\") @key(fields: \"c\") { b: ID! c: ID! }",
            "type P @key(fields: \"c\") { c: ID! d: Int }");
    var plan = f.answers("{ p { d } }");
    assertThat(Federation.calls(plan)).hasSize(4);
  }

  @Test
  void aKeyThatIsNotResolvableIsNoWayIn() {
    var f =
        Federation.of(
            "type Query { p: P } type P @key(fields: \"a\") { a: ID! }",
            """
            type P @key(fields: "a", resolvable: false) @key(fields: "b") { a: ID! b: ID! x: Int }
            """,
            "type P @key(fields: \"a\") @key(fields: \"b\") { a: ID! b: ID! }");
    var plan = f.answers("{ p { x } }");
    assertThat(Federation.calls(plan)).hasSize(3);
  }

  @Test
  void fourKeysASideSomeOfThemNotResolvable() {
    var f =
        Federation.of(
            """
            type Query { p: [P] }
            type P @key(fields: "a") @key(fields: "b") @key(fields: "c") @key(fields: "d")
              { a: ID! b: ID! c: ID! d: ID! }
            """,
            """
            type P @key(fields: "a", resolvable: false) @key(fields: "b", resolvable: false)
              @key(fields: "c") @key(fields: "d", resolvable: false) { a: ID! b: ID! c: ID! d: ID! x: Int }
            """
                .replace("ID! ", "ID! @shareable "));
    assertThat(f.calls("{ p { x } }"))
        .containsExactly(
            "a: query{p{c}}",
            "b: query($r0:[_Any!]!){_entities(representations:$r0){... on P{x}}}");
    f.answers("{ p { x a } }");
  }

  @Test
  void aKeyMayBeComposedOfWhatTwoSubgraphsKnow() {
    var f =
        Federation.of(
            "type Query { p: P } type P @key(fields: \"id\") { id: ID! }",
            "type P @key(fields: \"id\") { id: ID! a: ID! @shareable }",
            "type P @key(fields: \"id\") { id: ID! b: ID! @shareable }",
            "type P @key(fields: \"a b\") { a: ID! @shareable b: ID! @shareable x: Int }");
    var plan = f.answers("{ p { x } }");
    assertThat(Federation.calls(plan)).hasSize(4);
  }

  @Test
  void aChildWithoutKeysIsReachedByFetchingItsParentAgain() {
    var f =
        Federation.of(
            "type Query { products: [Product] } type Product @key(fields: \"id\") { id: ID! }",
            """
            type Product @key(fields: "id") { id: ID! category: Category @shareable }
            type Category { name: String }
            """,
            """
            type Product @key(fields: "id") { id: ID! category: Category @shareable }
            type Category { details: String }
            """);
    var plan = f.answers("{ products { category { name details } } }");
    assertThat(Federation.calls(plan)).hasSize(3);
  }

  @Test
  void aChildOfASharedParentIsReachedFromTheRoot() {
    var f =
        Federation.of(
            "type Query { shop: Shop @shareable } type Shop { name: String }",
            "type Query { shop: Shop @shareable } type Shop { stock: Int }");
    var plan = f.answers("{ shop { name stock } }");
    assertThat(Federation.calls(plan))
        .containsExactly("a: query{shop{name}}", "b: query{shop{stock}}");
  }

  @Test
  void sharedListsAreMergedByPosition() {
    var f =
        Federation.of(
            "type Query { shops: [[Shop]] @shareable } type Shop { name: String }",
            "type Query { shops: [[Shop]] @shareable } type Shop { stock: Int }");
    f.answers("{ shops { name stock } }");
  }

  @Test
  void aSharedFieldIsAskedWhereACallIsMadeAnyway() {
    var f =
        Federation.of(
            """
            type Query { p: P @shareable q: Int } type P { x: Int @shareable }
            """,
            """
            type Query { p: P @shareable r: Int } type P { x: Int @shareable }
            """);
    assertThat(f.calls("{ p { x } r }")).hasSize(1);
    assertThat(f.calls("{ p { x } q }")).hasSize(1);
  }

  @Test
  void oneSubgraphIsPreferredToTwoWhenItHasAllThatIsAsked() {
    var f =
        Federation.of(
            "type Query { p: P } type P @key(fields: \"id\") { id: ID! }",
            "type P @key(fields: \"id\") { id: ID! x: Int @shareable y: Int }",
            "type P @key(fields: \"id\") { id: ID! x: Int @shareable z: Int }");
    assertThat(f.calls("{ p { x y } }")).hasSize(2);
    assertThat(f.calls("{ p { x z } }")).hasSize(2);
    assertThat(f.calls("{ p { x y z } }")).hasSize(3);
  }

  @Test
  void typeExtensionsOfFederationOneKeepTheirExternalKeys() {
    var f =
        Federation.of(
            """
            # v1
            type Query { reviews: [Review] } type Review { product: Product body: String }
            extend type Product @key(fields: "upc") { upc: ID! @external reviews: [Review] }
            """,
            """
            # v1
            type Query { products: [Product] } type Product @key(fields: "upc") { upc: ID! name: String }
            """);
    assertThat(f.calls("{ reviews { product { upc } } }")).hasSize(1);
    f.answers(
        "{ reviews { product { upc name reviews { body } } } products { reviews { body } } }");
  }

  @Test
  void aKeyThatTheClientHidBehindAnAliasIsStillSent() {
    var f =
        Federation.of(
            "type Query { p: P } type P @key(fields: \"id\") { id: ID! name: String }",
            "type P @key(fields: \"id\") { id: ID! x: Int }");
    assertThat(f.calls("{ p { id: name x } }").getFirst())
        .isEqualTo("a: query{p{id:name _1_id:id}}");
    f.answers("{ p { id: name x } }");
  }

  @Test
  void aKeyOfAListOfEntitiesIsCompletedInOtherSubgraphs() {
    var f =
        Federation.of(
            """
            type Query { top: Listing! }
            type Listing @key(fields: "products { id }") { products: [Product!]! @shareable }
            type Product @key(fields: "id") { id: ID! category: Category @shareable }
            type Category @key(fields: "id") { id: ID! main: Product! @shareable }
            """,
            "type Product @key(fields: \"id\") @key(fields: \"id pid\") { id: ID! pid: ID! @shareable }",
            """
            type Listing @key(fields: "products { id pid }") {
              products: [Product!]! @shareable first: Product @shareable selected: Product @shareable }
            type Product @key(fields: "id pid") { id: ID! pid: ID! @shareable }
            """,
            """
            type Listing @key(fields: "products { id pid category { id tag } } selected { id }") {
              products: [Product!]! @shareable selected: Product @shareable cheap: Boolean }
            type Product @key(fields: "id pid category { id tag }") { id: ID! pid: ID! @shareable
              category: Category @shareable price: Int }
            type Category @key(fields: "id tag") { id: ID! tag: ID! @shareable }
            """,
            "type Category @key(fields: \"id\") { id: ID! tag: ID! @shareable }");
    f.answers("{ top { first { id } } }");
    f.answers(
        "{ top { products { id pid price category { main { id } id tag } } selected { id } first { id } cheap } }");
  }

  @Test
  void aNullOrMissingKeyStopsTheChain() {
    var f =
        Federation.of(
            "type Query { books: [Book] } type Book @key(fields: \"upc\") { upc: ID! }",
            "type Book @key(fields: \"id\") @key(fields: \"upc\") { id: ID upc: ID! }",
            "type Book @key(fields: \"id\") { id: ID author: String }"
                .replace("id: ID ", "id: ID @shareable "));
    var fetch =
        (dev.orrery.gateway.planning.plan.PlanNode.EntityFetch)
            Federation.fetches(f.plan("{ books { author } }")).getLast();
    var key = fetch.groups().getFirst().requires().shapes().getFirst().fields().getFirst();
    assertThat(key.name()).isEqualTo("id");
    assertThat(key.nullStops()).isTrue();
  }

  @Test
  void extendsIsAnotherWordForExtend() {
    var f =
        Federation.of(
            """
            # v1
            type Query { products: [Product] }
            type Product @key(fields: "id") @extends { id: ID! @external name: String @external
              shipping: String @requires(fields: "name") }
            """,
            """
            # v1
            type Product @key(fields: "id") { id: ID! name: String }
            """);
    f.answers("{ products { id name shipping } }");
  }

  @Test
  void whatAParentRequiresOfAChildMayNeedTheChildsOwnSubgraphs() {
    var f =
        Federation.of(
            """
            type Query { fromA: Product } type Product @key(fields: "id") { id: ID! category: Category @shareable }
            type Category { details: String }
            """,
            """
            type Product @key(fields: "id") { id: ID! category: Category @shareable }
            type Category @key(fields: "id") { id: ID! @shareable name: String }
            """,
            """
            type Query { fromC: Product } type Product @key(fields: "id") { id: ID! title: String }
            """);
    f.answers("{ fromC { id title category { id name details } } fromA { category { name } } }");
  }
}
