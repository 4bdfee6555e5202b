package dev.orrery.gateway.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.planning.world.Federation;
import org.junit.jupiter.api.Test;

/// `@interfaceObject`: an interface that one subgraph takes for an object.
class InterfaceObjectsTest {
  private final Federation f =
      Federation.of(
          """
          type Query { users: [NodeWithName!]! }
          interface NodeWithName @key(fields: "id") { id: ID! name: String }
          type User implements NodeWithName @key(fields: "id") { id: ID! name: String age: Int }
          type Bot implements NodeWithName @key(fields: "id") { id: ID! name: String }
          """,
          """
          type Query { anotherUsers: [NodeWithName] }
          type NodeWithName @interfaceObject @key(fields: "id") { id: ID! username: String }
          """);

  @Test
  void aFieldOfTheInterfaceObjectIsReachedFromTheInterface() {
    var plan = f.answers("{ users { id name username } }");
    assertThat(Federation.calls(plan)).hasSize(2);
    assertThat(plan.toString()).contains("__typename = \"NodeWithName\"");
  }

  @Test
  void nothingElseIsCalledWhileNobodyAsksForTheType() {
    var plan = f.answers("{ anotherUsers { id username } }");
    assertThat(Federation.calls(plan)).containsExactly("b: query{anotherUsers{id username}}");
  }

  @Test
  void aTypenameForcesAJumpToTheOwnerOfTheInterface() {
    var plan = f.answers("{ anotherUsers { __typename username } }");
    assertThat(Federation.calls(plan)).hasSize(2);
  }

  @Test
  void aTypeConditionForcesAJumpToTheOwnerOfTheInterface() {
    f.answers("{ anotherUsers { ... on User { age username } } }");
    f.answers("{ anotherUsers { id ... on User { username } ... on Bot { name username } } }");
    f.answers("{ users { ... on User { age id name username } } }");
  }

  @Test
  void fieldsOfTheInterfaceAreAskedOfItsOwner() {
    f.answers("{ anotherUsers { id name username } }");
  }

  @Test
  void anInterfaceObjectMayRequireFieldsOfTheInterface() {
    var g =
        Federation.of(
            """
            type Query { accounts: [Account] }
            interface Account @key(fields: "id") { id: ID! name: String }
            type Admin implements Account @key(fields: "id") { id: ID! name: String rank: Int }
            type Guest implements Account @key(fields: "id") { id: ID! name: String }
            """,
            """
            type Query { others: [Account] }
            type Account @interfaceObject @key(fields: "id") { id: ID! name: String @external
              greeting: String @requires(fields: "name") score: Int }
            """);
    g.answers("{ accounts { greeting } }");
    g.answers("{ others { greeting score } }");
    g.answers("{ accounts { ... on Admin { greeting rank } } }");
    g.answers("{ others { ... on Admin { greeting rank score } ... on Guest { name } } }");
  }

  @Test
  void anObjectThatLiesElsewhereJumpsThroughTheOwner() {
    var g =
        Federation.of(
            """
            type Query { x: Int }
            interface Account @key(fields: "id") { id: ID! }
            type Admin implements Account @key(fields: "id") { id: ID! }
            type Guest implements Account @key(fields: "id") { id: ID! }
            """,
            """
            type Query { others: [Account] }
            type Account @interfaceObject @key(fields: "id") { id: ID! score: Int }
            """,
            "type Admin @key(fields: \"id\") { id: ID! power: Int }");
    var plan = g.answers("{ others { score ... on Admin { power } } }");
    assertThat(Federation.calls(plan)).hasSize(3);
  }

  @Test
  void whatLiesBelowAnObjectOfOneTypeWaitsForTheType() {
    var g =
        Federation.of(
            """
            type Query { x: Int }
            interface Account @key(fields: "id") { id: ID! }
            type Admin implements Account @key(fields: "id") { id: ID! }
            type Guest implements Account @key(fields: "id") { id: ID! }
            """,
            """
            type Query { others: [Account] }
            type Account @interfaceObject @key(fields: "id") { id: ID! friend: Friend }
            type Friend @key(fields: "id") { id: ID! }
            """,
            "type Friend @key(fields: \"id\") { id: ID! name: String }");
    g.answers("{ others { ... on Admin { friend { name } } } }");
    g.answers("{ others { friend { name } __typename } }");
  }

  @Test
  void whatIsSentOfObjectsOfOneTypeWaitsForTheType() {
    var g =
        Federation.of(
            """
            type Query { x: Int }
            interface Account @key(fields: "id") { id: ID! }
            type Admin implements Account @key(fields: "id") { id: ID! }
            type Guest implements Account @key(fields: "id") { id: ID! }
            """,
            """
            type Query { others: [Account] }
            type Account @interfaceObject @key(fields: "id") { id: ID! score: Int next: Account }
            """,
            """
            type Account @interfaceObject @key(fields: "id") { id: ID! score: Int @external
              rank: Int @requires(fields: "score") }
            """);
    g.answers("{ others { ... on Admin { rank } } }");
    g.answers("{ others { ... on Admin { rank } ... on Guest { score } } }");
    g.answers("{ others { rank ... on Admin { next { ... on Guest { rank } } } } }");
    var plan = g.answers("{ others { rank } }");
    assertThat(Federation.calls(plan)).hasSize(2);
  }
}
