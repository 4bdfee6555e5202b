package dev.orrery.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.gateway.server.node.NodeSubgraph;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeSubgraphTest {
  @Test
  void hasAStubForEachTypeWithAPrefix() {
    assertThat(
            NodeSubgraph.sdl(
                List.of(
                    "type B @prefix(value: \"b\") { id: ID! } type Other { id: ID! }",
                    "type A @prefix(value: \"a\") { id: ID! }")))
        .hasValueSatisfying(sdl ->
            assertThat(sdl)
                .contains("node(", "nodes(", "interface Node")
                .containsSubsequence(
                    "type A implements Node @key(fields: \"id\", resolvable: false)",
                    "type B implements Node @key(fields: \"id\", resolvable: false)")
                .doesNotContain("Other"));
  }

  @Test
  void isNotNeededWhereNoTypeHasAPrefix() {
    assertThat(NodeSubgraph.sdl(List.of("type A { id: ID! }"))).isEmpty();
  }

  @Test
  void refusesOnePrefixForTwoTypes() {
    assertThatThrownBy(() ->
            NodeSubgraph.sdl(
                List.of(
                    "type A @prefix(value: \"x\") { id: ID! } type B @prefix(value: \"x\") { id: ID! }")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A and B both claim the prefix x");
  }
}
