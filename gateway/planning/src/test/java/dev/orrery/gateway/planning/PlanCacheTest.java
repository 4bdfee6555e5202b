package dev.orrery.gateway.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.planning.PlanResult.Code;
import dev.orrery.gateway.planning.PlanResult.Planned;
import dev.orrery.gateway.planning.PlanResult.Refused;
import dev.orrery.gateway.planning.QueryPlanner.Limits;
import dev.orrery.gateway.planning.world.Federation;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class PlanCacheTest {
  private final QueryPlanner planner =
      Federation.of(
              "type Query { posts: [Post] } type Post @key(fields: \"id\") { id: ID! created: String title: String }",
              "type Post @key(fields: \"id\") { id: ID! created: String @override(from: \"a\", label: \"percent(5)\") }")
          .planner();
  private final PlanCache cache = new PlanCache(2, Limits.DEFAULT);

  private PlanResult plan(String document, String... labels) {
    return cache.plan(planner, document, null, new PlanningOptions(Set.of(labels)));
  }

  @Test
  void documentsThatAskTheSameShareAPlan() {
    var plan = ((Planned) plan("{ posts { title } }")).plan();
    assertThat(
            ((Planned)
                    plan("query { ...F posts { title } } fragment F on Query { posts { title } }"))
                .plan())
        .isSameAs(plan);
  }

  @Test
  void activeLabelsMakeAPlanOfTheirOwnAndUnknownOnesDoNot() {
    var plan = plan("{ posts { created } }");
    assertThat(plan("{ posts { created } }", "percent(5)")).isNotEqualTo(plan);
    assertThat(plan("{ posts { created } }", "percent(77)")).isSameAs(plan);
  }

  @Test
  void theLeastRecentlyUsedPlanGoesFirst() {
    var first = plan("{ posts { id } }");
    plan("{ posts { title } }");
    assertThat(plan("{ posts { id } }")).isSameAs(first);
    plan("{ posts { created } }");
    assertThat(plan("{ posts { id } }")).isSameAs(first);
    assertThat(cache.size()).isEqualTo(2);
  }

  @Test
  void threadsThatAskTheSameAtOnceGetOnePlan() {
    var plans = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < 32; i++) {
        threads.execute(() -> plans.add(plan("{ posts { id title created } }")));
      }
    }
    assertThat(plans).hasSize(1);
  }

  @Test
  void anotherSchemaHasPlansOfItsOwnWarmedFromTheDocumentsInUse() {
    plan("{ posts { title } }");
    var next = Federation.of("type Query { posts: [Post] } type Post { title: String }").planner();
    assertThat(next.schemaId()).isNotEqualTo(planner.schemaId());
    cache.warm(next);
    assertThat(cache.size()).isEqualTo(2);
    assertThat(cache.plan(next, "{ posts { title } }", null, PlanningOptions.DEFAULT))
        .isNotSameAs(plan("{ posts { title } }"));
  }

  @Test
  void aRefusalForTooMuchWorkIsKept() {
    var hurried = new PlanCache(2, new Limits(3, Duration.ofSeconds(5)));
    var result =
        hurried.plan(planner, "{ posts { title created } }", null, PlanningOptions.DEFAULT);
    assertThat(result)
        .isInstanceOfSatisfying(
            Refused.class, r -> assertThat(r.code()).isEqualTo(Code.PLAN_TOO_COMPLEX));
    assertThat(hurried.size()).isEqualTo(1);
  }
}
