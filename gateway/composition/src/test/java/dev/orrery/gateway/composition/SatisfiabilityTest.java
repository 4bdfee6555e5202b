package dev.orrery.gateway.composition;

import static dev.orrery.gateway.composition.findings.ErrorCode.SATISFIABILITY_ERROR;
import static dev.orrery.gateway.composition.findings.ErrorCode.SHAREABLE_HAS_MISMATCHED_RUNTIME_TYPES;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Every operation that the API allows can be answered.
class SatisfiabilityTest {
  @Test
  void refusesSharedFieldsThatNeverReturnTheSame() {
    var error =
        Composition.of("a", "type Query { u: U @shareable } type A { x: Int } union U = A")
            .and("b", "type Query { u: U @shareable } type B { x: Int } union U = B")
            .failsWith(SHAREABLE_HAS_MISMATCHED_RUNTIME_TYPES)
            .getFirst();
    assertThat(error.message())
        .contains("{\n  u { ... }\n}", "in subgraph \"a\": \"A\"", "in subgraph \"b\": \"B\"");
    assertThat(error.subgraphs()).containsExactly("a", "b");
  }

  @Test
  void acceptsValueTypesThatDifferOnPathsThatNeverMeet() {
    Composition.of(
            "a",
            "type Query { a: Holder } type A { x: Int } type Holder @shareable { u: U } union U = A")
        .and(
            "b",
            "type Query { b: Holder } type B { x: Int } type Holder @shareable { u: U } union U = B")
        .composes();
  }

  @Test
  void findsAFieldThatNoKeyLeadsTo() {
    var error =
        Composition.of(
                "a",
                "type Query { t: T } type T @key(fields: \"id\", resolvable: false) { id: ID! }")
            .and("b", "type T @key(fields: \"id\", resolvable: false) { id: ID! x: Int }")
            .failsWith(SATISFIABILITY_ERROR)
            .getFirst();
    assertThat(error.coordinates()).containsExactly("T.x");
    assertThat(error.message())
        .contains("{\n  t {\n    x\n  }\n}")
        .contains("from subgraph \"a\"")
        .contains("type \"T\" has no resolvable @key in subgraph \"b\"");
  }

  @Test
  void findsAKeyThatCannotBeHad() {
    var error =
        Composition.of("a", "type Query { t: T } type T @key(fields: \"id\") { id: ID! }")
            .and("b", "type T @key(fields: \"sku\") { sku: ID! x: Int }")
            .failsWith(SATISFIABILITY_ERROR, SATISFIABILITY_ERROR)
            .getFirst();
    assertThat(error.message())
        .contains("@key(fields: \"sku\"): the key field(s) cannot be resolved");
  }

  @Test
  void followsKeysThroughSeveralSubgraphs() {
    Composition.of("a", "type Query { t: T } type T @key(fields: \"id\") { id: ID! }")
        .and("b", "type T @key(fields: \"id\") @key(fields: \"sku\") { id: ID! sku: ID! }")
        .and("c", "type T @key(fields: \"sku\") { sku: ID! x: Int }")
        .composes();
  }

  @Test
  void followsCompositeKeysThroughNestedEntities() {
    Composition.of(
            "a",
            "type Query { t: T } type T @key(fields: \"id\") { id: ID! o: O @shareable } type O @key(fields: \"id\") { id: ID! }")
        .and("b", "type O @key(fields: \"id\") { id: ID! code: Int @shareable }")
        .and(
            "c",
            "type T @key(fields: \"id o { code }\") { id: ID! o: O @shareable x: Int } type O @key(fields: \"id\") { id: ID! code: Int @shareable }")
        .composes();
  }

  @Test
  void findsAValueTypeThatDiffersWhereItIsReached() {
    Composition.of("a", "type Query { t: T } type T @shareable { a: Int }")
        .and("b", "type T @shareable { a: Int b: Int }")
        .failsWith(SATISFIABILITY_ERROR);
  }

  @Test
  void acceptsAValueTypeThatIsReachedFromBothSides() {
    Composition.of("a", "type Query @shareable { t: T } type T @shareable { a: Int }")
        .and("b", "type Query @shareable { t: T } type T @shareable { a: Int b: Int }")
        .composes();
  }

  @Test
  void usesWhatIsProvidedOnThePath() {
    var owner =
        "type O @key(fields: \"id\", resolvable: false) { id: ID! name: String @shareable } type Query { o: O }";
    Composition.of("a", owner)
        .and(
            "b",
            "type Query { p: O @provides(fields: \"name\") } type O @key(fields: \"id\") { id: ID! name: String @external }")
        .composes();
    Composition.of("a", owner)
        .and("b", "type Query { p: O } type O @key(fields: \"id\") { id: ID! }")
        .failsWith(SATISFIABILITY_ERROR);
  }

  @Test
  void findsARequirementThatCannotBeHad() {
    var error =
        Composition.of(
                "a",
                "type Query { t: T } type T @key(fields: \"id\") { id: ID! x: Int @external y: Int @requires(fields: \"x\") }")
            .and("b", "type T @key(fields: \"id\", resolvable: false) { id: ID! x: Int }")
            .failsWith(SATISFIABILITY_ERROR, SATISFIABILITY_ERROR)
            .getFirst();
    assertThat(error.message()).contains("b");
  }

  @Test
  void followsTransitiveRequirements() {
    Composition.of("a", "type Query { t: T } type T @key(fields: \"id\") { id: ID! x: Int }")
        .and(
            "b",
            "type T @key(fields: \"id\") { id: ID! x: Int @external y: Int @requires(fields: \"x\") }")
        .and(
            "c",
            "type T @key(fields: \"id\") { id: ID! y: Int @external z: Int @requires(fields: \"y\") }")
        .composes();
  }

  @Test
  void findsRequirementsThatWaitForEachOther() {
    Composition.of("a", "type Query { t: T } type T @key(fields: \"id\") { id: ID! }")
        .and(
            "b",
            "type T @key(fields: \"id\") { id: ID! y: Int @external x: Int @requires(fields: \"y\") }")
        .and(
            "c",
            "type T @key(fields: \"id\") { id: ID! x: Int @external y: Int @requires(fields: \"x\") }")
        .failsWith(SATISFIABILITY_ERROR, SATISFIABILITY_ERROR);
  }

  @Test
  void reachesFieldsOfInterfaceObjects() {
    Composition.of(
            "a",
            "type Query { i: I } interface I @key(fields: \"id\") { id: ID! } type T implements I @key(fields: \"id\") { id: ID! t: Int }")
        .and(
            "b",
            "type Query { j: I } type I @interfaceObject @key(fields: \"id\") { id: ID! x: Int }")
        .composes();
  }

  @Test
  void findsInterfaceObjectsWhoseOwnerCannotBeAsked() {
    Composition.of(
            "a",
            "type Query { i: I } interface I @key(fields: \"id\", resolvable: false) { id: ID! } type T implements I @key(fields: \"id\", resolvable: false) { id: ID! t: Int }")
        .and(
            "b",
            "type Query { j: I } type I @interfaceObject @key(fields: \"id\") { id: ID! x: Int }")
        .failsWith(SATISFIABILITY_ERROR);
  }

  @Test
  void walksUnionsMemberByMember() {
    var error =
        Composition.of(
                "a",
                "type Query { u: U } union U = A | B type A { a: Int } type B @shareable { b: Int }")
            .and("b", "type B @shareable { b: Int c: Int }")
            .failsWith(SATISFIABILITY_ERROR)
            .getFirst();
    assertThat(error.message()).contains("{\n  u {\n    ... on B {\n      c\n    }\n  }\n}");
  }

  @Test
  void mayReturnToTheQueryRootAnywhere() {
    Composition.of("a", "type Query { a: Int } type Mutation { m: Query }")
        .and("b", "type Query { b: Int }")
        .composes();
  }

  @Test
  void doesNotMindWhatClientsCannotSee() {
    Composition.of("a", "type Query { t: T } type T @shareable { a: Int }")
        .and("b", "type T @shareable { a: Int b: Int @inaccessible }")
        .composes();
  }

  @Test
  void checksProgressiveOverridesBothWays() {
    Composition.of("a", "type Query { t: T } type T @key(fields: \"id\") { id: ID! x: Int }")
        .and(
            "b",
            "type T @key(fields: \"id\", resolvable: false) { id: ID! x: Int @override(from: \"a\", label: \"beta\") }")
        .failsWith(SATISFIABILITY_ERROR);
  }

  @Test
  void findsContextsThatAPathDoesNotSet() {
    Composition.of(
            "a",
            """
            type Query { p: P t: T }
            type P @context(name: "p") @key(fields: "id") { id: ID! n: Int! t: T }
            type T @key(fields: "id") { id: ID! x(n: Int @fromContext(field: "$p { n }")): Int }
            """)
        .failsWith(SATISFIABILITY_ERROR);
  }

  @Test
  void endsOnGraphsThatReferToThemselves() {
    Composition.of(
            "a",
            "type Query { t: T } type T @key(fields: \"id\") { id: ID! next: T u: U } type U @key(fields: \"t { id }\") { t: T }")
        .and(
            "b",
            "type U @key(fields: \"t { id }\") { t: T @shareable x: Int } type T @key(fields: \"id\") { id: ID! y: Int others: [T] }")
        .composes();
  }
}
