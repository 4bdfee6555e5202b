package dev.orrery.gateway.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.composition.Composer;
import dev.orrery.gateway.composition.CompositionResult;
import dev.orrery.gateway.planning.world.Federation;
import dev.orrery.gateway.planning.world.RandomQueries;
import dev.orrery.gateway.planning.world.RandomSubgraphs;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Federated graphs and queries made by chance answer as one plain schema does.
class RandomGraphsTest {
  private static final int GRAPHS = Integer.getInteger("graphs", 30);
  private static final int QUERIES = Integer.getInteger("queries", 15);

  @Test
  void answerAsOnePlainSchemaDoes() {
    var composed = 0;
    for (var seed = 1; seed <= GRAPHS; seed++) {
      var sources = Federation.sources(new RandomSubgraphs(seed).next());
      if (!(Composer.compose(sources) instanceof CompositionResult.Composed(var supergraph, _))) {
        continue;
      }
      composed++;
      var federation = Federation.of(supergraph);
      var queries = new RandomQueries(federation.planner().api().schema(), seed);
      for (var i = 0; i < QUERIES; i++) {
        var query = queries.next();
        if (federation.isValid(query)) {
          for (var x : new boolean[] {true, false}) {
            federation.answersLike("seed " + seed, query, Map.of("x", x, "y", i % 2 == 0));
          }
        }
      }
    }
    assertThat(composed).isGreaterThan(GRAPHS / 2);
  }
}
