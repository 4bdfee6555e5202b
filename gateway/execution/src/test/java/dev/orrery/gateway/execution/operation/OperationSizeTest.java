package dev.orrery.gateway.execution.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.execution.error.GraphQlError;
import graphql.parser.Parser;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OperationSizeTest {
  private static Optional<String> check(String document) {
    return OperationSize.check(Parser.parse(document), OperationLimits.STANDARD)
        .map(GraphQlError::code);
  }

  private static String nested(int depth) {
    return "{a".repeat(depth) + "}".repeat(depth);
  }

  @Test
  void countsDepthThroughFragments() {
    assertThat(check(nested(12))).isEmpty();
    assertThat(check(nested(13))).contains("QUERY_TOO_DEEP");
    assertThat(check("{a{...F}} fragment F on T %s".formatted(nested(11)))).isEmpty();
    assertThat(check("{a{...F}} fragment F on T %s".formatted(nested(12))))
        .contains("QUERY_TOO_DEEP");
  }

  @Test
  void countsAliasesOncePerUseOfAFragment() {
    assertThat(check("{" + "x{b:a c:a}".repeat(15) + "}")).isEmpty();
    String fragment = " fragment F on T {b:a c:a d:a}";
    assertThat(check("{" + "x{...F}".repeat(10) + "}" + fragment)).isEmpty();
    assertThat(check("{" + "x{...F}".repeat(11) + "}" + fragment)).contains("TOO_MANY_ALIASES");
  }

  @Test
  void countsRootFieldsThroughFragments() {
    assertThat(check("{" + "a ".repeat(20) + "}")).isEmpty();
    assertThat(check("{" + "a ".repeat(10) + "...F} fragment F on Q {" + "a ".repeat(11) + "}"))
        .contains("QUERY_TOO_COMPLEX");
  }

  @Test
  void countsDirectives() {
    assertThat(check("{a" + " @d".repeat(50) + "}")).isEmpty();
    assertThat(check("{a" + " @d".repeat(51) + "}")).contains("QUERY_TOO_COMPLEX");
  }

  @Test
  void refusesFragmentsThatContainThemselves() {
    assertThat(check("{...A} fragment A on T {a{...B}} fragment B on T {...A}"))
        .contains("GRAPHQL_VALIDATION_FAILED");
  }

  @Test
  void measuresExponentialFragmentsWithoutExpandingThem() {
    StringBuilder document = new StringBuilder("{...F0}");
    for (int i = 0; i < 60; i++) {
      document.append(" fragment F%d on T {...F%d ...F%d}".formatted(i, i + 1, i + 1));
    }
    document.append(" fragment F60 on T {b:a}");
    assertThat(check(document.toString())).contains("TOO_MANY_ALIASES");
  }

  @Test
  void letsTheIntrospectionOfToolsPass() {
    String query = graphql.introspection.IntrospectionQuery.INTROSPECTION_QUERY;
    assertThat(check(query)).isEmpty();
  }
}
