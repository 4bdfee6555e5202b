package dev.orrery.gateway.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.planning.world.Federation;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Interfaces and unions that differ between subgraphs.
class AbstractTypesTest {
  @Test
  void anInterfaceFieldIsAskedOfTheInterfaceWhereTheSubgraphHasItThere() {
    var f =
        Federation.of(
            """
            type Query { node: Node } interface Node { id: ID! name: String }
            type A implements Node { id: ID! name: String } type B implements Node { id: ID! name: String }
            """);
    assertThat(f.calls("{ node { id name } }"))
        .containsExactly("a: query{node{__typename id name}}");
    f.answers("{ node { id name ... on A { n: name } __typename } }");
  }

  @Test
  void anInterfaceFieldThatTheSubgraphLacksIsAskedTypeByType() {
    var f =
        Federation.of(
            """
            type Query { nodes: [Node] } interface Node { id: ID! }
            type A implements Node @key(fields: "id") { id: ID! } type B implements Node @key(fields: "id") { id: ID! }
            """,
            """
            interface Node { id: ID! name: String }
            type A implements Node @key(fields: "id") { id: ID! name: String }
            type B implements Node @key(fields: "id") { id: ID! name: String }
            """);
    var plan = f.answers("{ nodes { name } }");
    assertThat(Federation.calls(plan)).hasSize(2);
    f.answers("{ nodes { ... on A { name } } }");
  }

  @Test
  void aFieldThatTheSubgraphLacksMayBeRequiredByAnotherFieldBesideIt() {
    var f =
        Federation.of(
            """
            type E @key(fields: "id") { id: ID! s: [String] }
            interface I { s: [String] }
            """,
            """
            type Query { nodes: [I] } interface I { next: I }
            type E implements I @key(fields: "id") { id: ID! next: I s: [String] @external
              n: String @requires(fields: "s") }
            """);
    f.answers("{ nodes { next { ... on E { n alias: s } } } }");
    f.answers("{ nodes { next { s ... on E { n } } } }");
  }

  @Test
  void aTypeMayImplementAnInterfaceInOneSubgraphOnly() {
    var f =
        Federation.of(
            """
            type Query { nodes: [Node] } interface Node { id: ID! }
            type A implements Node @key(fields: "id") { id: ID! } type B implements Node @key(fields: "id") { id: ID! }
            """,
            """
            interface Node { id: ID! } type Query { bNodes: [Node] }
            type A implements Node @key(fields: "id") { id: ID! extra: Int }
            type B @key(fields: "id") { id: ID! extra: Int }
            """);
    f.answers("{ nodes { id ... on A { extra } ... on B { extra } } bNodes { __typename id } }");
  }

  @Test
  void unionMembersNarrowToThoseThatAllRoutesShare() {
    var f =
        Federation.of(
            """
            type Query { media: Media @shareable } union Media = Book | Song
            type Book { title: String @shareable } type Song { title: String @shareable }
            """,
            """
            type Query { media: Media @shareable } union Media = Book | Movie
            type Book { title: String @shareable } type Movie { title: String @shareable }
            """);
    var plan =
        f.answers(
            "{ media { __typename ... on Book { title } ... on Song { title } ... on Movie { title } } }");
    assertThat(Federation.calls(plan)).hasSize(1);
    assertThat(Federation.calls(plan).getFirst()).doesNotContain("Song").doesNotContain("Movie");
  }

  @Test
  void aUnionOfOneRouteKeepsAllItsMembers() {
    var f =
        Federation.of(
            """
            type Query { media: Media } union Media = Book | Song
            type Book { title: String @shareable } type Song { title: String }
            """,
            """
            type Query { other: Media } union Media = Book | Movie
            type Book { title: String @shareable } type Movie { title: String }
            """);
    f.answers("{ media { ... on Book { title } ... on Song { title } ... on Movie { title } } }");
    f.answers("{ other { ... on Book { title } ... on Song { title } ... on Movie { title } } }");
  }

  @Test
  void theSameResponseKeyMayHaveDifferentNullabilityUnderUnionMembers() {
    var f =
        Federation.of(
            """
            type Query { things: [Thing] } union Thing = A | B
            type A { a: ID! @shareable n: A } type B { b: ID m: B }
            """,
            "type Query { a: Other } type Other { x: Int } type A { a: ID @shareable }");
    var plan =
        f.answers("{ things { ... on A { x: a n { y: a } } ... on B { x: b n: m { y: b } } } }");
    assertThat(Federation.calls(plan).getFirst()).contains("_1_x:b").contains("_1_y:b");
  }

  @Test
  void aliasedTypenamesComeFromOneKey() {
    var f =
        Federation.of(
            """
            type Query { things: [Thing] me: A } union Thing = A | B type A { id: ID! } type B { id: ID! }
            """);
    assertThat(f.calls("{ things { kind: __typename } me { kind: __typename } t: __typename }"))
        .containsExactly("a: query{things{__typename} me{__typename}}");
    f.answers(
        "{ things { kind: __typename also: __typename } me { kind: __typename } t: __typename }");
  }

  @Test
  void nestedSkipAndIncludeInsideInterfacesAndUnions() {
    var f =
        Federation.of(
            """
            type Query { nodes: [Node] } interface Node { id: ID! }
            type A implements Node @key(fields: "id") { id: ID! a: Int }
            type B implements Node @key(fields: "id") { id: ID! b: Int friend: Node }
            """,
            """
            type A @key(fields: "id") { id: ID! far: Int } type B @key(fields: "id") { id: ID! far: Int }
            """);
    var query =
        """
        query($x: Boolean!, $y: Boolean!) { nodes {
          ... on A @include(if: $x) { a far @skip(if: $y) }
          ... on B { b @include(if: $x) ... @skip(if: $x) { friend { id ... on A { far } } }
            far @include(if: $y) } } }
        """;
    for (var x : new boolean[] {true, false}) {
      for (var y : new boolean[] {true, false}) {
        f.answers(query, Map.of("x", x, "y", y));
      }
    }
  }

  @Test
  void entitiesBehindAUnionShareOneCall() {
    var f =
        Federation.of(
            """
            type Query { feed: [Item] } union Item = A | B
            type A @key(fields: "id") { id: ID! } type B @key(fields: "id") { id: ID! }
            """,
            "type A @key(fields: \"id\") { id: ID! x: Int } type B @key(fields: \"id\") { id: ID! x: Int }");
    var plan = f.answers("{ feed { ... on A { x } ... on B { x } } }");
    assertThat(Federation.calls(plan)).hasSize(2);
    assertThat(plan.toString()).contains("... on A | B");
  }

  @Test
  void aFartherRouteTakesNoMembersAwayFromTheNearestOne() {
    var f =
        Federation.of(
            """
            type Query { root: Box } type Box @key(fields: "id") { id: ID! wrap: Wrap @shareable }
            type Wrap { actions: [Action!]! @shareable } union Action = Common | OnlyA
            type Common { label: String @shareable } type OnlyA { a: String }
            """,
            """
            type Box @key(fields: "id") { id: ID! wrap: Wrap @shareable }
            type Wrap { actions: [Action!]! @shareable note: Int } union Action = Common | OnlyB
            type Common { label: String @shareable } type OnlyB { b: String }
            """);
    var query =
        "{ root { wrap { actions { __typename ... on Common { label } ... on OnlyA { a } ... on OnlyB { b } } } } }";
    assertThat(f.calls(query)).hasSize(1);
    assertThat(f.calls(query).getFirst()).contains("... on OnlyA{a}").doesNotContain("OnlyB");
    assertThat(f.calls(query.replace("wrap {", "wrap { note")).getFirst())
        .contains("... on OnlyA{a}");
  }

  @Test
  void fragmentsOnInterfacesApplyInsideUnions() {
    var f =
        Federation.of(
            """
            type Query { products: [Product] toasters: [Toaster] nodes: [Node] } union Product = Oven | Toaster
            interface Node { id: ID! } interface Warranted { warranty: Int }
            type Oven @key(fields: "id") { id: ID! }
            type Toaster implements Node & Warranted @key(fields: "id") { id: ID! warranty: Int }
            """,
            """
            interface Node { id: ID! } interface Warranted { warranty: Int }
            type Oven implements Node & Warranted @key(fields: "id") { id: ID! warranty: Int }
            type Toaster implements Node @key(fields: "id") { id: ID! }
            """);
    f.answers("{ products { ... on Node { id } } }");
    f.answers("{ products { ... on Warranted { warranty } ... on Node { __typename id } } }");
    f.answers("{ nodes { ... on Node { id ... on Warranted { warranty } } } }");
    f.answers("{ toasters { ... on Toaster { id } ... on Node { id __typename } } }");
  }

  @Test
  void valuesMayHaveDifferentUnionMembersAndEnumValuesInSubgraphs() {
    var f =
        Federation.of(
            """
            type Query { users: [User] } enum Kind { BASIC SECRET @inaccessible }
            type User @key(fields: "id") { id: ID! kind: Kind @shareable }
            """,
            """
            enum Kind { BASIC } type Query { other: User }
            type User @key(fields: "id") { id: ID! kind: Kind @shareable level: Int }
            """);
    var plan = f.plan("{ users { kind level } }");
    assertThat(plan.response().fields().getFirst().object().fields().getFirst().type().toString())
        .contains("values=[BASIC]");
  }

  @Test
  void anInterfaceWithOneImplementationIsStillAskedForTheType() {
    var f =
        Federation.of(
            """
            type Query { node: Node } interface Node { id: ID! next: Node }
            type A implements Node @key(fields: "id") { id: ID! next: Node }
            """,
            """
            type A @key(fields: "id") { id: ID! size: Int }
            """);
    f.answers("{ node { ... on A { size next { ... on A { size } } } } }");
  }

  @Test
  void aRequirementMayLookIntoAUnionWithOneMember() {
    var f =
        Federation.of(
            """
            type Query { p: P } union U = M
            type P @key(fields: "id") { id: ID! u: [U] } type M @key(fields: "id") { id: ID! }
            """,
            """
            union U = M type M @key(fields: "id") { id: ID! x: Int }
            type P @key(fields: "id") { id: ID! u: [U] @external
              y: String @requires(fields: "u { ... on M { x } }") }
            """);
    f.answers("{ p { y } }");
  }

  @Test
  void whatMembersPromiseMoreThanTheirInterfaceIsNotAskedOfTheInterface() {
    var f =
        Federation.of(
            """
            type Query { nodes: [Node] } interface Node { name: String next: Node }
            type A implements Node { name: String! @shareable next: Node }
            type B implements Node { name: String! @shareable next: Node }
            """,
            "type A { name: String @shareable } type B { name: String @shareable }");
    var query =
        """
        query($x: Boolean!) { nodes {
          ... on A { next @include(if: $x) { name ... on B { name } } }
          ... on B { next { ... on A { name } ... on B { name @include(if: $x) } } } } }
        """;
    f.answers(query, Map.of("x", true));
    f.answers(query, Map.of("x", false));
  }
}
