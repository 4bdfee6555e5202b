package dev.orrery.gateway.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.planning.world.Federation;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// `@override`: fields that move from one subgraph to another.
class OverrideTest {
  @Test
  void anOverriddenFieldIsAskedOfItsNewSubgraph() {
    var f =
        Federation.of(
            "type Query { posts: [Post] } type Post @key(fields: \"id\") { id: ID! created: String }",
            "type Post @key(fields: \"id\") { id: ID! created: String @override(from: \"a\") }");
    var plan = f.answers("{ posts { created } }");
    assertThat(Federation.calls(plan)).hasSize(2);
  }

  @Test
  void anOverrideOfASubgraphThatIsNotThereChangesNothing() {
    var f =
        Federation.of(
            "type Query { posts: [Post] } type Post @key(fields: \"id\") { id: ID! }",
            "type Post @key(fields: \"id\") { id: ID! created: String @override(from: \"gone\") }");
    f.answers("{ posts { created } }");
  }

  @Test
  void aProgressiveOverrideFollowsItsLabel() {
    var f =
        Federation.of(
            "type Query { posts: [Post] } type Post @key(fields: \"id\") { id: ID! created: String }",
            """
            type Post @key(fields: "id") { id: ID!
              created: String @override(from: "a", label: "percent(50)") }
            """);
    var query = "{ posts { created } }";
    var on = new PlanningOptions(Set.of("percent(50)"));
    assertThat(Federation.calls(f.plan(query))).containsExactly("a: query{posts{created}}");
    assertThat(Federation.calls(f.plan(query, on))).hasSize(2);
    f.answers(query, Map.of());
    f.answers(query, Map.of(), on);
  }

  @Test
  void anOverriddenFieldMayBeRequired() {
    var f =
        Federation.of(
            """
            type Query { posts: [Post] }
            type Post @key(fields: "id") { id: ID! created: String
              age: Int @requires(fields: "created") }
            """
                .replace("created: String\n", "created: String @external\n"),
            "type Post @key(fields: \"id\") { id: ID! created: String @override(from: \"c\") }",
            "type Post @key(fields: \"id\") { id: ID! created: String }");
    f.answers("{ posts { age created } }");
  }

  @Test
  void aSharedFieldThatIsOverriddenStaysWhereElseItIsShared() {
    var f =
        Federation.of(
            "type Query { p: P } type P @key(fields: \"id\") { id: ID! x: Int @shareable }",
            "type P @key(fields: \"id\") { id: ID! x: Int @override(from: \"a\") @shareable }",
            "type Query { q: P } type P @key(fields: \"id\") { id: ID! x: Int @shareable }");
    f.answers("{ p { x } q { x } }");
    assertThat(f.calls("{ q { x } }")).hasSize(1);
  }
}
