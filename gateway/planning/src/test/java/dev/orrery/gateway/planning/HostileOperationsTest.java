package dev.orrery.gateway.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.planning.PlanResult.Code;
import dev.orrery.gateway.planning.PlanResult.Planned;
import dev.orrery.gateway.planning.PlanResult.Refused;
import dev.orrery.gateway.planning.QueryPlanner.Limits;
import dev.orrery.gateway.planning.world.Federation;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Operations made to be expensive: they end by the deadline, in a plan or as too complex, and do
/// not eat up the memory.
class HostileOperationsTest {
  private static final Limits ONE_SECOND =
      new Limits(Limits.DEFAULT.steps(), Duration.ofSeconds(1));
  // Parsing and validating come before the clock starts, and the machine may be busy.
  private static final Duration GENEROUS = Duration.ofSeconds(8);
  private static final long MOST_BYTES = 3L << 30;

  private static void endsInTime(QueryPlanner planner, String operation) {
    var before = allocated();
    var start = System.nanoTime();
    var result = planner.plan(operation, null, PlanningOptions.DEFAULT, ONE_SECOND);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(GENEROUS);
    assertThat(allocated() - before).isLessThan(MOST_BYTES);
    if (result instanceof Refused(var code, var problems)) {
      assertThat(code).as("%s", problems).isEqualTo(Code.PLAN_TOO_COMPLEX);
    } else {
      assertThat(result).isInstanceOf(Planned.class);
    }
  }

  private static long allocated() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }

  /// Five interfaces, each implemented by eight entities whose fields lie in four subgraphs.
  private static QueryPlanner manyInterfaces() {
    var schemas = new String[4];
    for (var s = 0; s < 4; s++) {
      var sdl = new StringBuilder(s == 0 ? "type Query { start: I0 }" : "");
      for (var i = 0; i < 5; i++) {
        sdl.append("interface I%d { id: ID! next: I%d }".formatted(i, (i + 1) % 5));
      }
      for (var t = 0; t < 8; t++) {
        sdl.append(
            "type T%d implements I0 & I1 & I2 & I3 & I4 @key(fields: \"id\") {".formatted(t));
        sdl.append(" id: ID! next: I%d @shareable f%d: Int }".formatted(0, s));
      }
      schemas[s] = sdl.toString().replaceAll("next: I[0-9]", "next: I0");
    }
    return Federation.of(schemas).planner();
  }

  @Test
  void fortyFragmentsOnFiveInterfacesInFourSubgraphs() {
    var planner = manyInterfaces();
    var text = new StringBuilder("{ start { ...F0 } }");
    for (var f = 0; f < 40; f++) {
      var next = f == 39 ? "id" : "...F" + (f + 1);
      text.append("fragment F%d on I%d { next { %s".formatted(f, f % 5, next));
      for (var t = 0; t < 8; t++) {
        text.append(" ... on T%d { f%d next { %s } }".formatted(t, f % 4, next));
      }
      text.append(" } }");
    }
    endsInTime(planner, text.toString());
  }

  @Test
  void fragmentsThatDoubleAtEveryStep() {
    var planner = manyInterfaces();
    var text = new StringBuilder("{ start { ...F0 } }");
    for (var f = 0; f < 30; f++) {
      var next = f == 29 ? "id" : "...F" + (f + 1);
      text.append("fragment F%d on I0 { a: next { %s } b: next { %s } }".formatted(f, next, next));
    }
    endsInTime(planner, text.toString());
  }

  @Test
  void deepNestsOfAbstractTypes() {
    var text = new StringBuilder("id");
    for (var depth = 0; depth < 9; depth++) {
      var below = text.toString();
      text = new StringBuilder("next { id ");
      for (var t = 0; t < 2; t++) {
        text.append("... on T%d { f0 f1 f2 f3 %s } ".formatted(t + 2 * (depth % 4), below));
      }
      text.append("}");
    }
    endsInTime(manyInterfaces(), "{ start { " + text + " } }");
  }

  @Test
  void thousandsOfAliases() {
    var text = new StringBuilder("{ start { ");
    for (var a = 0; a < 1000; a++) {
      text.append("a%d: next { ... on T%d { f%d } } ".formatted(a, a % 8, a % 4));
    }
    endsInTime(manyInterfaces(), text.append("} }").toString());
  }

  @Test
  void thousandsOfConditions() {
    var text = new StringBuilder("query(");
    for (var v = 0; v < 40; v++) {
      text.append("$v%d: Boolean! ".formatted(v));
    }
    text.append(") { start { ");
    for (var a = 0; a < 350; a++) {
      text.append(
          "... @include(if: $v%d) { next @skip(if: $v%d) { ... on T%d { f%d } } } "
              .formatted(a % 40, (a * 7 + 1) % 40, a % 8, a % 4));
    }
    endsInTime(manyInterfaces(), text.append("} }").toString());
  }

  @Test
  void keysThatLeadToOneAnotherByManyRoutes() {
    var schemas = new String[8];
    for (var s = 0; s < 8; s++) {
      var sdl = new StringBuilder(s == 0 ? "type Query { e: E } " : "");
      sdl.append("type E");
      for (var k = 0; k < 4; k++) {
        sdl.append(" @key(fields: \"k%d\")".formatted((s + k) % 8));
      }
      sdl.append(" {");
      for (var k = 0; k < 4; k++) {
        sdl.append(" k%d: ID! @shareable".formatted((s + k) % 8));
      }
      sdl.append(" x%d: Int more: [E] @shareable }".formatted(s));
      schemas[s] = sdl.toString();
    }
    var planner = Federation.of(schemas).planner();
    var level = "x0 x1 x2 x3 x4 x5 x6 x7 ";
    endsInTime(
        planner,
        "{ e { " + (level + "a: more { x5 } b: more { ").repeat(12) + level + "}".repeat(14));
  }

  @Test
  void neighboursAreStillPlanned() throws InterruptedException {
    var planner = manyInterfaces();
    var attack = new StringBuilder("{ start { ...F0 } }");
    for (var f = 0; f < 30; f++) {
      var next = f == 29 ? "id" : "...F" + (f + 1);
      attack.append(
          "fragment F%d on I0 { a: next { %s } b: next { %s } }".formatted(f, next, next));
    }
    var attacker =
        Thread.ofPlatform()
            .start(
                () -> planner.plan(attack.toString(), null, PlanningOptions.DEFAULT, ONE_SECOND));
    var cache = new PlanCache(10, ONE_SECOND);
    for (var i = 0; i < 5; i++) {
      assertThat(
              cache.plan(
                  planner, "{ start { a%d: id } }".formatted(i), null, PlanningOptions.DEFAULT))
          .isInstanceOf(Planned.class);
    }
    attacker.join();
  }
}
