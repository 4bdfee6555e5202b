package dev.orrery.gateway.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.planning.plan.PlanNode;
import dev.orrery.gateway.planning.world.Federation;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Mutations run in the client's order; subscriptions start with their event.
class MutationsTest {
  private final Federation f =
      Federation.of(
          """
          type Query { x: Int } type Mutation { addA(n: Int): P deleteA: Int }
          type P @key(fields: "id") { id: ID! name: String }
          type Subscription { added: P }
          """,
          """
          type Mutation { addB: P }
          type P @key(fields: "id") { id: ID! price: Int }
          """);

  @Test
  void mutationsOfSeveralSubgraphsKeepTheirOrder() {
    var plan = f.answers("mutation { addA { name price } addB { name } deleteA }");
    assertThat(plan.root()).isInstanceOf(PlanNode.Sequence.class);
    assertThat(Federation.calls(plan))
        .extracting(call -> call.substring(0, Math.min(call.length(), 16)))
        .containsExactly(
            "a: mutation{addA",
            "b: query($r0:[_A",
            "b: mutation{addB",
            "a: query($r0:[_A",
            "a: mutation{dele");
  }

  @Test
  void neighboursOfOneSubgraphTravelTogether() {
    assertThat(f.calls("mutation { one: addA(n: 1) { name } two: addA(n: 2) { name } deleteA }"))
        .containsExactly("a: mutation{one:addA(n:1){name} two:addA(n:2){name} deleteA}");
  }

  @Test
  void aSubscriptionOpensItsStreamAndCompletesEachEvent() {
    var plan = f.plan("subscription { added { name price } }");
    assertThat(plan.root()).isInstanceOf(PlanNode.Subscription.class);
    assertThat(Federation.calls(plan))
        .containsExactly(
            "a: subscription{added{name id}}",
            "b: query($r0:[_Any!]!){_entities(representations:$r0){... on P{price}}}");
  }

  @Test
  void aPayloadMayLeadBackToTheRootOfQueries() {
    var g =
        Federation.of(
            """
            type Query { x: Int } type Mutation { add: Payload } type Payload { query: Query ok: Boolean }
            """,
            "type Query { y: Int }");
    var plan = g.answers("mutation { add { ok query { x y } } }");
    assertThat(Federation.calls(plan))
        .containsExactly("a: mutation{add{ok query{x}}}", "b: query{y}");
  }

  @Test
  void aRootFieldNamesAllTheCallsOfTheOneBeforeIt() {
    var fetches = Federation.fetches(f.plan("mutation { addA { price } addB { id } }"));
    assertThat(fetches).hasSize(3);
    assertThat(((PlanNode.RootFetch) fetches.getLast()).after()).containsExactly(0, 1);
  }

  @Test
  void aFieldThatMayBeSkippedKeepsItsTurn() {
    var g = Federation.of("type Query { x: Int } type Mutation { one: Int two: Int three: Int }");
    var query = "mutation($s: Boolean!) { one @skip(if: $s) two three @include(if: $s) }";
    g.answers(query, Map.of("s", true));
    g.answers(query, Map.of("s", false));
    assertThat(g.calls(query))
        .containsExactly("a: mutation($s:Boolean!){one@skip(if:$s) two three@include(if:$s)}");
  }

  @Test
  void aFieldAskedForTwiceRunsAtTheFirstPlaceThatApplies() {
    var g =
        Federation.of(
            "type Query { x: Int } type Mutation { one: P two: Int } type P { a: Int b: Int }",
            "type Mutation { three: Int }");
    var query =
        "mutation($s: Boolean!) { one @include(if: $s) { a } two three one { b } ... @skip(if: $s) { two } }";
    g.answers(query, Map.of("s", true));
    g.answers(query, Map.of("s", false));
  }

  @Test
  void aFieldUnderManyConditionsDoesNotRunWhenNoneHolds() {
    var g = Federation.of("type Query { x: Int } type Mutation { one: Int two: Int }");
    var query = new StringBuilder("mutation(");
    var fields = new StringBuilder("{ two ");
    var values = new HashMap<String, Object>();
    for (var i = 0; i < 12; i++) {
      query.append("$v").append(i).append(": Boolean! ");
      fields.append("one @include(if: $v").append(i).append(") ");
      values.put("v" + i, false);
    }
    g.answers(query.append(") ").append(fields).append("}").toString(), values);
    values.put("v7", true);
    g.answers(query.toString(), values);
  }
}
