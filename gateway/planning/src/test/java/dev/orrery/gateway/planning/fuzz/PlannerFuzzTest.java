package dev.orrery.gateway.planning.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.planning.PlanResult;
import dev.orrery.gateway.planning.PlanResult.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// From bytes to plans: whatever arrives ends in time in a plan that keeps the invariants, or in a
/// refusal that is declared. Inputs that were once trouble lie among the resources and run in every
/// build; `JAZZER_FUZZ=1` looks for more.
class PlannerFuzzTest {
  private static final int INPUTS = Integer.getInteger("inputs", 2_000);

  private static final FuzzedPlanner PLANNER =
      new FuzzedPlanner(
          Supergraph.read(text("/store.graphql")),
          List.of(
              """
              query($x: Int = 2, $y: Boolean!, $id: ID!) {
                topProducts(first: $x) { ...P reviews { id author { username ...U } } }
                user(id: $id) { ...U }
                me @include(if: $y) { name reviews { product { ...P } } }
              }
              fragment P on Product { upc name shippingEstimate inStock }
              fragment U on User { id name birthday reviews { body } }
              """));

  @FuzzTest(maxDuration = "30m")
  void whateverArrivesIsPlannedOrRefused(byte[] bytes) {
    PLANNER.plan(bytes);
  }

  @Test
  void changesMadeByChanceArePlannedOrRefused() {
    Map<Code, Integer> refused = new EnumMap<>(Code.class);
    var planned = 0;
    for (var seed = 0; seed < INPUTS; seed++) {
      var random = new Random(seed);
      var bytes = new byte[2 + random.nextInt(random.nextBoolean() ? 12 : 120)];
      random.nextBytes(bytes);
      bytes[0] = (byte) (bytes[0] & 0x1f);
      switch (PLANNER.plan(bytes)) {
        case PlanResult.Planned _ -> planned++;
        case PlanResult.Refused(var code, _) -> refused.merge(code, 1, Integer::sum);
      }
    }
    System.out.printf("%d inputs: %d planned, refused %s%n", INPUTS, planned, refused);
    // Else this would say nothing about the planner.
    assertThat(planned).isGreaterThan(INPUTS / 20);
    assertThat(refused).containsKeys(Code.GRAPHQL_PARSE_FAILED, Code.GRAPHQL_VALIDATION_FAILED);
  }

  private static String text(String resource) {
    try (var in = PlannerFuzzTest.class.getResourceAsStream(resource)) {
      assertThat(in).as(resource).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
