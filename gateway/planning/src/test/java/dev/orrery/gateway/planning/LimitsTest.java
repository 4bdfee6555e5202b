package dev.orrery.gateway.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.planning.PlanResult.Code;
import dev.orrery.gateway.planning.PlanResult.Refused;
import dev.orrery.gateway.planning.QueryPlanner.Limits;
import dev.orrery.gateway.planning.world.Federation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What the planner refuses, and how it says so.
class LimitsTest {
  private final QueryPlanner planner =
      Federation.of(
              "type Query { p: P } type P @key(fields: \"id\") { id: ID! next: P x: Int @shareable }",
              "type P @key(fields: \"id\") { id: ID! y: Int x: Int @shareable }")
          .planner();

  private Refused refused(String document, Limits limits) {
    var result = planner.plan(document, null, PlanningOptions.DEFAULT, limits);
    assertThat(result).isInstanceOf(Refused.class);
    return (Refused) result;
  }

  private static String deep(int levels) {
    return "{ p " + "{ x y next ".repeat(levels) + "{ y }" + " }".repeat(levels) + " }";
  }

  @Test
  void anOperationBeyondTheBudgetIsTooComplex() {
    var refused = refused(deep(20), new Limits(50, Duration.ofSeconds(5)));
    assertThat(refused.code()).isEqualTo(Code.PLAN_TOO_COMPLEX);
    assertThat(refused.message()).contains("50");
  }

  @Test
  void anOperationBeyondTheDeadlineIsTooComplex() {
    var refused = refused(deep(60), new Limits(Long.MAX_VALUE, Duration.ZERO));
    assertThat(refused.code()).isEqualTo(Code.PLAN_TOO_COMPLEX);
    assertThat(refused.message()).contains("deadline");
  }

  @Test
  void deepOperationsStayWithinTheDefaultBudget() {
    assertThat(planner.plan(deep(60), null, PlanningOptions.DEFAULT, Limits.DEFAULT))
        .isInstanceOf(PlanResult.Planned.class);
  }

  @Test
  void saysWhereADocumentIsWrong() {
    var syntax = refused("{ p {", Limits.DEFAULT);
    assertThat(syntax.code()).isEqualTo(Code.GRAPHQL_PARSE_FAILED);
    var invalid = refused("{ p { x\n  nothing } }", Limits.DEFAULT);
    assertThat(invalid.code()).isEqualTo(Code.GRAPHQL_VALIDATION_FAILED);
    assertThat(invalid.problems().getFirst().line()).isEqualTo(2);
    assertThat(refused("query A { p { x } } query B { p { x } }", Limits.DEFAULT).code())
        .isEqualTo(Code.OPERATION_RESOLUTION_FAILURE);
  }

  @Test
  void fragmentsThatMultiplyAreTooComplex() {
    var types = new StringBuilder("type Query { n: N } interface N { n: N id: ID! }");
    var set = new StringBuilder("id");
    for (var t = 0; t < 12; t++) {
      types.append(" type T").append(t).append(" implements N { n: N id: ID! }");
    }
    for (var level = 0; level < 9; level++) {
      var inner = set.toString();
      set = new StringBuilder("...F").append(level);
      fragments
          .append(" fragment F")
          .append(level)
          .append(" on N { n { ")
          .append(inner)
          .append(" }");
      for (var t = 0; t < 12; t++) {
        fragments.append(" ... on T%d { n { a%d: id ".formatted(t, t)).append(inner).append(" } }");
      }
      fragments.append(" }");
    }
    var wide = Federation.of(types.toString()).planner();
    var result =
        wide.plan(
            "{ n { " + set + " } }" + fragments, null, PlanningOptions.DEFAULT, Limits.DEFAULT);
    assertThat(result)
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(Code.PLAN_TOO_COMPLEX));
  }

  @Test
  void aDocumentThatSubgraphsWouldNotParseIsTooComplex() {
    var places = new StringBuilder();
    var fields = new StringBuilder();
    for (var i = 0; i < 100; i++) {
      places.append(" b%d: next { ...All }".formatted(i));
      fields.append(" a%d: x".formatted(i));
    }
    var result =
        planner.plan(
            "{ p {" + places + " } } fragment All on P {" + fields + " }",
            null,
            PlanningOptions.DEFAULT,
            Limits.DEFAULT);
    assertThat(result)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(Code.PLAN_TOO_COMPLEX);
              assertThat(refused.message()).contains("15000 tokens");
            });
  }

  private final StringBuilder fragments = new StringBuilder();
}
