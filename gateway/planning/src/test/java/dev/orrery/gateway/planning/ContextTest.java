package dev.orrery.gateway.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.planning.plan.PlanNode;
import dev.orrery.gateway.planning.world.Federation;
import org.junit.jupiter.api.Test;

/// `@context` and `@fromContext`: arguments that come from enclosing objects.
class ContextTest {
  @Test
  void theValueOfAnEnclosingObjectTravelsAsAVariable() {
    var f =
        Federation.of(
            """
            type Query { users: [User] }
            type User @key(fields: "id") @context(name: "user") { id: ID! locale: String! orders: [Order] }
            type Order @key(fields: "id") { id: ID!
              title(lang: String @fromContext(field: "$user { locale }")): String }
            """);
    var plan = f.answers("{ users { orders { title } } }");
    assertThat(Federation.calls(plan))
        .containsExactly(
            "a: query{users{orders{id} locale}}",
            "a: query($r0:[_Any!]!,$c0:String){_entities(representations:$r0){... on Order{title(lang:$c0)}}}");
    var fetch = (PlanNode.EntityFetch) Federation.fetches(plan).getLast();
    var value = fetch.groups().getFirst().paths().getFirst().context().getFirst();
    assertThat(value.ancestorDepth()).isEqualTo(2);
  }

  @Test
  void theValueMayComeFromAnotherSubgraph() {
    var f =
        Federation.of(
            """
            type Query { users: [User] }
            type User @key(fields: "id") @context(name: "user") { id: ID! locale: String! @external orders: [Order] }
            type Order @key(fields: "id") { id: ID!
              title(lang: String @fromContext(field: "$user { locale }")): String }
            """,
            "type User @key(fields: \"id\") { id: ID! locale: String! }");
    f.answers("{ users { orders { title } } }");
  }

  @Test
  void eachTypeThatSetsTheContextHasASelectionOfItsOwn() {
    var f =
        Federation.of(
            """
            type Query { things: [Thing] } union Thing = A | B
            type A @key(fields: "id") @context(name: "ctx") { id: ID! one: String! child: Child }
            type B @key(fields: "id") @context(name: "ctx") { id: ID! two: String! child: Child }
            type Child @key(fields: "id") { id: ID!
              text(of: String @fromContext(field: "$ctx ... on A { one } ... on B { two }")): String }
            """);
    var plan = f.answers("{ things { ... on A { child { text } } ... on B { child { text } } } }");
    assertThat(plan.toString()).contains("with $c0 = ").contains("with $c1 = ");
  }
}
