package dev.orrery.gateway.composition.satisfiability;

import static dev.orrery.gateway.composition.findings.ErrorCode.MAX_VALIDATION_SUBGRAPH_PATHS_EXCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.composition.Composition;
import dev.orrery.gateway.composition.findings.CompositionError;
import dev.orrery.gateway.composition.findings.Findings;
import java.util.List;
import org.junit.jupiter.api.Test;

class WalkLimitTest {
  private static List<CompositionError> errors(int mostSpots) {
    var supergraph =
        Composition.of(
                "a", "type Query { t: T u: T } type T @key(fields: \"id\") { id: ID! t: T x: Int }")
            .and("b", "type T @key(fields: \"id\") { id: ID! y: T }")
            .composes();
    var findings = new Findings();
    Satisfiability.check(supergraph, _ -> List.of(), findings, mostSpots);
    return findings.errors();
  }

  @Test
  void givesUpOnGraphsWithTooManyWays() {
    assertThat(errors(2))
        .extracting(CompositionError::code)
        .containsExactly(MAX_VALIDATION_SUBGRAPH_PATHS_EXCEEDED);
    assertThat(errors(100)).isEmpty();
  }
}
