package dev.orrery.bench.gateway.micro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.bench.gateway.shop.ShopSchemas;
import dev.orrery.gateway.planning.QueryPlanner;
import dev.orrery.gateway.planning.plan.PlanNode;
import org.junit.jupiter.api.Test;

/// The benchmarks measure what they say.
class EngineTest {
  @Test
  void answersTheQueryAsTheShopWithoutFederationDoes() throws Exception {
    var answer = Engine.JSON.readTree(new RunBenchmark().run().toByteArray());

    assertThat(answer).isEqualTo(Engine.JSON.readTree(ShopSchemas.expected()));
  }

  @Test
  void projectsTheSameDataThatTheRunAnswers() throws Exception {
    var benchmark = new RunBenchmark();
    var answer = Engine.JSON.readTree(benchmark.run().toByteArray());

    assertThat(Engine.JSON.readTree(benchmark.project().toByteArray()))
        .isEqualTo(answer.path("data"));
  }

  @Test
  void answersWithAboutNinetyKilobytes() {
    assertThat(new RunBenchmark().run().length()).isBetween(80_000, 100_000);
  }

  @Test
  void needsSevenCalls() {
    var plan = Engine.program(QueryPlanner.forSupergraph(Engine.supergraph())).plan();

    assertThat(calls(java.util.Objects.requireNonNull(plan.root()))).isLessThanOrEqualTo(7);
  }

  private static int calls(PlanNode node) {
    return switch (node) {
      case PlanNode.Sequence(var steps) -> steps.stream().mapToInt(EngineTest::calls).sum();
      case PlanNode.Parallel(var steps) -> steps.stream().mapToInt(EngineTest::calls).sum();
      case PlanNode.Conditional(var _, var inner) -> calls(inner);
      case PlanNode.RootFetch _, PlanNode.EntityFetch _ -> 1;
      case PlanNode.Introspection _, PlanNode.Subscription _ -> 0;
    };
  }
}
