package dev.orrery.gateway.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.planning.random.Seeds;
import org.junit.jupiter.api.Test;

/// Graphs, data and operations made by chance: plans keep the invariants, and run the plain way
/// they bring what one plain schema answers.
class RandomGraphsTest {
  @Test
  void plansBringWhatOnePlainSchemaAnswers() {
    var outcome =
        Seeds.run(
            false,
            (federation, operation) -> federation.problem(operation.text(), operation.variables()));
    assertThat(outcome.failures()).as(String.join("\n", outcome.failures())).isEmpty();
    assertThat(outcome.isThorough()).as(outcome.toString()).isTrue();
  }
}
