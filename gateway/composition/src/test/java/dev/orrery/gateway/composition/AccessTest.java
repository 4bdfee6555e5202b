package dev.orrery.gateway.composition;

import static dev.orrery.gateway.composition.findings.ErrorCode.AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE;
import static dev.orrery.gateway.composition.findings.ErrorCode.MISSING_TRANSITIVE_AUTH_REQUIREMENTS;
import static dev.orrery.gateway.composition.findings.HintCode.MERGED_NON_REPEATABLE_DIRECTIVE_ARGUMENTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.composition.supergraph.Supergraph;
import org.junit.jupiter.api.Test;

/// `@authenticated`, `@requiresScopes` and `@policy`: merged by AND, carried along interfaces, and
/// never gone around by what a field requires.
class AccessTest {
  private static String onType(Supergraph supergraph, String type) {
    return supergraph.composite(type).directives().toString();
  }

  private static String onField(Supergraph supergraph, String type, String field) {
    return supergraph.composite(type).fields().get(field).directives().toString();
  }

  @Test
  void asksForWhatEverySubgraphAsks() {
    var composition =
        Composition.of(
                "a",
                "type Query { t: T } type T @shareable @authenticated { x: Int @policy(policies: [[\"p\"], [\"q\"]]) }")
            .and("b", "type T @shareable { x: Int @policy(policies: [[\"q\", \"r\"]]) }");
    composition.hints(MERGED_NON_REPEATABLE_DIRECTIVE_ARGUMENTS);
    var supergraph = composition.composes();
    assertThat(onType(supergraph, "T")).isEqualTo("[@authenticated]");
    assertThat(onField(supergraph, "T", "x")).isEqualTo("[@policy(policies: [[\"q\",\"r\"]])]");
  }

  @Test
  void guardsAnInterfaceAsAllItsObjectsAre() {
    var supergraph =
        Composition.of(
                "a",
                """
                type Query { i: I }
                interface I { x: Int y: Int }
                type A implements I @authenticated { x: Int @requiresScopes(scopes: [["a"]]) y: Int }
                type B implements I @policy(policies: [["p"]]) { x: Int @requiresScopes(scopes: [["b"]]) y: Int }
                """)
            .composes();
    assertThat(onType(supergraph, "I")).isEqualTo("[@authenticated, @policy(policies: [[\"p\"]])]");
    assertThat(onField(supergraph, "I", "x"))
        .isEqualTo("[@requiresScopes(scopes: [[\"a\",\"b\"]])]");
    assertThat(onField(supergraph, "I", "y")).isEqualTo("[]");
  }

  @Test
  void guardsWhatAnInterfaceObjectAddsInEveryObject() {
    var supergraph =
        Composition.of(
                "a",
                """
                type Query { i: I }
                interface I @key(fields: "id") { id: ID! }
                interface J { z: Int }
                type A implements I & J @key(fields: "id") { id: ID! z: Int @authenticated }
                type B implements I @key(fields: "id") { id: ID! }
                """)
            .and(
                "b",
                "type I @key(fields: \"id\") @interfaceObject { id: ID! x: Int @requiresScopes(scopes: [[\"a\"]]) }")
            .composes();
    for (var type : new String[] {"I", "A", "B"}) {
      assertThat(onField(supergraph, type, "x")).isEqualTo("[@requiresScopes(scopes: [[\"a\"]])]");
    }
    assertThat(onField(supergraph, "J", "z")).isEqualTo("[@authenticated]");
  }

  @Test
  void refusesGuardsOnInterfacesAndInterfaceObjects() {
    Composition.of(
            "a",
            "type Query { i: I } interface I @authenticated { x: Int } type A implements I { x: Int }")
        .failsWith(AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE);
    Composition.of(
            "a",
            "type Query { i: I } interface I { x: Int @policy(policies: [[\"p\"]]) } type A implements I { x: Int }")
        .failsWith(AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE);
    Composition.of(
            "a",
            "type Query { i: I } interface I @key(fields: \"id\") { id: ID! } type A implements I @key(fields: \"id\") { id: ID! }")
        .and(
            "b",
            "type I @key(fields: \"id\") @interfaceObject @requiresScopes(scopes: [[\"a\"]]) { id: ID! x: Int }")
        .failsWith(AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE);
  }

  @Test
  void refusesToRequireMoreThanTheFieldIsGuardedWith() {
    var guarded =
        "type T @key(fields: \"id\") { id: ID! o: O } type O { secret: Int @authenticated }";
    Composition.of(
            "a",
            "type Query { t: T } type T @key(fields: \"id\") { id: ID! o: O @external x: Int @requires(fields: \"o { secret }\") } type O { secret: Int @external }")
        .and("b", guarded)
        .failsWith(MISSING_TRANSITIVE_AUTH_REQUIREMENTS);
    Composition.of(
            "a",
            "type Query { t: T } type T @key(fields: \"id\") { id: ID! o: O @external x: Int @requires(fields: \"o { secret }\") @authenticated } type O { secret: Int @external }")
        .and("b", guarded)
        .composes();
  }

  @Test
  void countsTheGuardOfARequiringFieldsTypeToo() {
    Composition.of(
            "a",
            "type Query { t: T } type T @key(fields: \"id\") @requiresScopes(scopes: [[\"s\"]]) { id: ID! y: Int @external x: Int @requires(fields: \"y\") }")
        .and(
            "b",
            "type T @key(fields: \"id\") { id: ID! y: Int @requiresScopes(scopes: [[\"s\"]]) }")
        .composes();
  }

  @Test
  void refusesToRequireThroughAnInterfaceWhatItsObjectsGuard() {
    Composition.of(
            "a",
            """
            type Query { t: T }
            type T @key(fields: "id") { id: ID! i: I @external x: Int @requires(fields: "i { y }") }
            interface I { y: Int }
            type A implements I { y: Int @external }
            """)
        .and(
            "b",
            """
            type T @key(fields: "id") { id: ID! i: I }
            interface I { y: Int }
            type A implements I { y: Int @policy(policies: [["p"]]) }
            """)
        .failsWith(MISSING_TRANSITIVE_AUTH_REQUIREMENTS);
  }

  @Test
  void refusesToRequireInAFragmentWhatTheTypeGuards() {
    Composition.of(
            "a",
            """
            type Query { t: T }
            type T @key(fields: "id") { id: ID! u: U @external x: Int @requires(fields: "u { ... on A { y } }") }
            union U = A | B
            type A { y: Int @external }
            type B { z: Int @shareable }
            """)
        .and(
            "b",
            """
            type T @key(fields: "id") { id: ID! u: U }
            union U = A | B
            type A @authenticated { y: Int }
            type B { z: Int @shareable }
            """)
        .failsWith(MISSING_TRANSITIVE_AUTH_REQUIREMENTS);
  }

  @Test
  void refusesToTakeFromAContextMoreThanTheFieldIsGuardedWith() {
    var query = "type Query { p: P } ";
    var t =
        "type T @key(fields: \"id\") { id: ID! x(arg: String @fromContext(field: \"$c { secret }\")): Int %s }";
    Composition.of(
            "a",
            query
                + "type P @key(fields: \"id\") @context(name: \"c\") { id: ID! t: T secret: String @authenticated } "
                + t.formatted(""))
        .failsWith(MISSING_TRANSITIVE_AUTH_REQUIREMENTS);
    Composition.of(
            "a",
            query
                + "type P @key(fields: \"id\") @context(name: \"c\") @authenticated { id: ID! t: T secret: String } "
                + t.formatted("@authenticated"))
        .composes();
  }
}
