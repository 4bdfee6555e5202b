package dev.orrery.gateway.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.planning.world.Federation;
import org.junit.jupiter.api.Test;

/// `@provides`: what a subgraph answers on one way although it does not elsewhere.
class ProvidesTest {
  @Test
  void aProvidedFieldNeedsNoCall() {
    var f =
        Federation.of(
            """
            type Query { reviews: [Review] other: [Review] }
            type Review @key(fields: "id") { id: ID! author: User @provides(fields: "name") reader: User }
            type User @key(fields: "id") { id: ID! name: String @external }
            """,
            "type User @key(fields: \"id\") { id: ID! name: String @shareable }");
    assertThat(f.calls("{ reviews { author { name } } }")).hasSize(1);
    assertThat(f.calls("{ reviews { reader { name } } }")).hasSize(2);
    f.answers("{ reviews { author { name } reader { name } } }");
  }

  @Test
  void nestedProvidesReachDown() {
    var f =
        Federation.of(
            """
            type Query { products: [Product] @provides(fields: "categories { id name }") }
            type Product @key(fields: "id") { id: ID! categories: [Category] @external }
            type Category @key(fields: "id") { id: ID! name: String @external }
            """,
            """
            type Product @key(fields: "id") { id: ID! categories: [Category] @shareable }
            type Category @key(fields: "id") { id: ID! name: String @shareable }
            """);
    assertThat(f.calls("{ products { categories { name } } }")).hasSize(1);
    f.answers("{ products { id categories { id name } } }");
  }

  @Test
  void providesOnAnInterfaceHoldForItsObjects() {
    var f =
        Federation.of(
            """
            type Query { media: Media @shareable @provides(fields: "animals { name }") }
            interface Media { id: ID! animals: [Animal] } interface Animal { id: ID! name: String }
            type Book implements Media @key(fields: "id") { id: ID! animals: [Animal] @shareable }
            type Dog implements Animal @key(fields: "id") { id: ID! name: String @external }
            type Cat implements Animal @key(fields: "id") { id: ID! name: String @external }
            """,
            """
            interface Animal { id: ID! name: String }
            type Dog implements Animal @key(fields: "id") { id: ID! name: String @shareable }
            type Cat implements Animal @key(fields: "id") { id: ID! name: String @shareable }
            """);
    assertThat(f.calls("{ media { animals { name } } }")).hasSize(1);
    f.answers("{ media { animals { id name } } }");
  }

  @Test
  void providesOnAUnionHoldForTheNamedMember() {
    var f =
        Federation.of(
            """
            type Query { media: Media @provides(fields: "... on Book { title }") }
            union Media = Book | Movie
            type Book @key(fields: "id") { id: ID! title: String @external }
            type Movie @key(fields: "id") { id: ID! }
            """,
            """
            type Book @key(fields: "id") { id: ID! title: String @shareable }
            type Movie @key(fields: "id") { id: ID! title: String }
            """);
    assertThat(f.calls("{ media { ... on Book { title } } }")).hasSize(1);
    assertThat(f.calls("{ media { ... on Movie { title } } }")).hasSize(2);
    f.answers("{ media { __typename ... on Book { title } ... on Movie { title } } }");
  }
}
