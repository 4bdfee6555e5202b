package dev.orrery.gateway.composition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.composition.supergraph.Supergraph;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What holds for any graph.
class RandomGraphsTest {
  private static final int GRAPHS = Integer.getInteger("composition.graphs", 150);

  @Test
  void readsBackWhateverComposes() {
    var composed = 0;
    for (var seed = 0; seed < GRAPHS; seed++) {
      var sources = graph(seed);
      var result = Composer.compose(sources);
      CaseLog.record(sources, result);
      if (result instanceof CompositionResult.Composed(var supergraph, _)) {
        composed++;
        assertThat(Supergraph.read(supergraph.toSdl())).as("seed %d", seed).isEqualTo(supergraph);
        assertThat(supergraph.apiSchema().getQueryType()).isNotNull();
      }
    }
    assertThat(composed).isBetween(GRAPHS / 20, GRAPHS * 19 / 20);
  }

  @Test
  void doesNotMindTheOrderOfSubgraphs() {
    for (var seed = 0; seed < GRAPHS / 4; seed++) {
      var sources = graph(seed);
      var reversed = sources.reversed();
      assertThat(Composer.compose(reversed))
          .as("seed %d", seed)
          .isEqualTo(Composer.compose(sources));
    }
  }

  private static List<SubgraphSource> graph(int seed) {
    return seed % 3 == 0 ? new RandomShapes(seed).make() : new RandomGraph(seed).make();
  }
}
