package dev.orrery.gateway.composition;

import static dev.orrery.gateway.composition.findings.ErrorCode.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.composition.findings.ErrorCode;
import org.junit.jupiter.api.Test;

/// The rules that the merged graph must keep.
class MergedRulesTest {
  private static void refuses(String sdl, ErrorCode... codes) {
    Composition.of("a", sdl).failsWith(codes);
  }

  @Test
  void refusesImplementationsThatLackAnotherSubgraphsInterfaceField() {
    Composition.of(
            "a",
            "type Query { i: I } interface I { a: Int } type T implements I { a: Int @shareable }")
        .and("b", "interface I { b: Int } type U implements I { b: Int a: Int }")
        .failsWith(INTERFACE_FIELD_NO_IMPLEM);
  }

  @Test
  void refusesImplementationsThatMergeToAWiderType() {
    Composition.of(
            "a",
            "type Query { i: I } interface I { a: Int! } type T implements I @key(fields: \"id\") { id: ID a: Int! @shareable }")
        .and("b", "type T @key(fields: \"id\") { id: ID a: Int @shareable }")
        .failsWith(INVALID_GRAPHQL);
  }

  @Test
  void refusesDefaultsThatNotEverySubgraphKnows() {
    var error =
        Composition.of("a", "type Query { a(sort: Sort = UP): Int } enum Sort { UP DOWN }")
            .and("b", "type Query { b(sort: Sort): Int } enum Sort { DOWN }")
            .failsWith(INVALID_GRAPHQL)
            .getFirst();
    assertThat(error.message())
        .isEqualTo(
            "Invalid default value UP for \"Query.a(sort:)\" of type \"Sort\": in the supergraph \"Sort\" has no value \"UP\", which is unknown to \"b\"");
    assertThat(error.coordinates()).containsExactly("Query.a(sort:)");
    assertThat(error.subgraphs()).containsExactly("a");
    assertThat(error.help())
        .isEqualTo(
            "Add \"UP\" to \"Sort\" in \"b\", or choose a default that every subgraph knows.");
  }

  @Test
  void refusesDefaultsOfInputFieldsThatNotEverySubgraphKnows() {
    var error =
        Composition.of(
                "a",
                "type Query { a(by: By): Int } input By { sort: Sort = UP } enum Sort { UP DOWN }")
            .and("b", "type Query { b(sort: Sort): Int } enum Sort { DOWN }")
            .failsWith(INVALID_GRAPHQL)
            .getFirst();
    assertThat(error.coordinates()).containsExactly("By.sort");
  }

  @Test
  void refusesDefaultsThatMergingMakesInvalidDeepInside() {
    Composition.of(
            "a", "type Query { a(sorts: [[Sort!]] = [[DOWN, UP]]): Int } enum Sort { UP DOWN }")
        .and("b", "type Query { b(sort: Sort): Int } enum Sort { DOWN }")
        .failsWith(INVALID_GRAPHQL);
    Composition.of("a", "type Query { a(by: By = {m: 1}): Int } input By { m: Int n: Int }")
        .and("b", "type Query { b(by: By): Int } input By { n: Int }")
        .failsWith(INVALID_GRAPHQL);
    Composition.of("a", "type Query { a(by: By = {n: null}): Int } input By { n: Int }")
        .and("b", "type Query { b(by: By): Int } input By { n: Int! }")
        .failsWith(INVALID_GRAPHQL);
    Composition.of("a", "type Query { a(by: By = {n: 1}): Int } input By { n: Int m: Int }")
        .and("b", "type Query { b(by: By): Int } input By { n: Int m: Int! }")
        .failsWith(INVALID_GRAPHQL);
  }

  @Test
  void acceptsDefaultsThatEverySubgraphKnows() {
    Composition.of(
            "a",
            "type Query { a(sort: Sort = DOWN, by: By = {n: 1, sort: DOWN}, all: [Int!] = 1, f: Float = 1, id: ID = 2, t: Time = {any: [1]}): Int } enum Sort { UP DOWN } input By { n: Int! sort: Sort m: Int! = 3 } scalar Time")
        .and("b", "type Query { b(sort: Sort): Int } enum Sort { DOWN }")
        .composes();
  }

  @Test
  void refusesVisibleFieldsOfHiddenTypes() {
    refuses("type Query { a: Int t: T } type T @inaccessible { a: Int }", REFERENCED_INACCESSIBLE);
    refuses(
        "type Query { a(i: I): Int } input I @inaccessible { a: Int }", REFERENCED_INACCESSIBLE);
    refuses(
        "type Query { a(i: J): Int } input J { a: Int i: I } input I @inaccessible { a: Int }",
        REFERENCED_INACCESSIBLE);
  }

  @Test
  void refusesHiddenInputsThatAreRequired() {
    refuses("type Query { a(x: Int! @inaccessible): Int }", REQUIRED_INACCESSIBLE);
    refuses(
        "type Query { a(x: I): Int } input I { a: Int b: Int! @inaccessible }",
        REQUIRED_INACCESSIBLE);
  }

  @Test
  void refusesHiddenFieldsThatImplementVisibleOnes() {
    refuses(
        "type Query { i: I } interface I { a: Int b: Int } type T implements I { a: Int @inaccessible b: Int }",
        IMPLEMENTED_BY_INACCESSIBLE);
  }

  @Test
  void refusesDefaultsThatClientsCannotSee() {
    refuses(
        "type Query { a(e: E = B): Int } enum E { A B @inaccessible }",
        DEFAULT_VALUE_USES_INACCESSIBLE);
    refuses(
        "type Query { a(i: I = {es: [A, B]}): Int } input I { es: [E] } enum E { A B @inaccessible }",
        DEFAULT_VALUE_USES_INACCESSIBLE);
  }

  @Test
  void refusesVisibleTypesWithNothingVisible() {
    refuses(
        "type Query { a: Int t: T } type T { a: Int @inaccessible }", ONLY_INACCESSIBLE_CHILDREN);
    refuses("type Query { e: E } enum E { A @inaccessible }", ONLY_INACCESSIBLE_CHILDREN);
  }

  @Test
  void refusesRequirementsThatAreGuardedMoreThanTheirField() {
    Composition.of(
            "a",
            "type Query { t: T } type T @key(fields: \"id\") { id: ID secret: Int @external sum: Int @requires(fields: \"secret\") }")
        .and("b", "type T @key(fields: \"id\") { id: ID secret: Int @authenticated }")
        .failsWith(MISSING_TRANSITIVE_AUTH_REQUIREMENTS);
  }

  @Test
  void acceptsRequirementsThatAreGuardedAsTheirField() {
    Composition.of(
            "a",
            "type Query { t: T } type T @key(fields: \"id\") { id: ID secret: Int @external sum: Int @requires(fields: \"secret\") @requiresScopes(scopes: [[\"a\", \"b\"]]) }")
        .and(
            "b",
            "type T @key(fields: \"id\") { id: ID secret: Int @requiresScopes(scopes: [[\"a\"], [\"c\"]]) }")
        .composes();
  }

  private static final String PREFIX =
      """
      extend schema
        @link(url: "https://orrery.dev/specs/orrery/v1.0", import: ["@prefix"])
        @composeDirective(name: "@prefix")
      directive @prefix(value: String!) on OBJECT | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
      """;

  @Test
  void refusesOneIdPrefixForTwoTypes() {
    var error =
        Composition.of(
                "a",
                PREFIX
                    + "type Query { a: A } type A @key(fields: \"id\") @prefix(value: \"x\") { id: ID! }")
            .and("b", PREFIX + "type B @key(fields: \"id\") @prefix(value: \"x\") { id: ID! }")
            .failsWith(ORRERY_PREFIX_NOT_UNIQUE)
            .getFirst();
    assertThat(error.message()).contains("\"x\"", "A, B");
    assertThat(error.subgraphs()).containsExactly("a", "b");
  }

  @Test
  void refusesTwoIdPrefixesForOneType() {
    Composition.of(
            "a",
            PREFIX
                + "type Query { a: A } type A @key(fields: \"id\") @prefix(value: \"x\") { id: ID! }")
        .and("b", PREFIX + "type A @key(fields: \"id\") @prefix(value: \"y\") { id: ID! b: Int }")
        .failsWith(ORRERY_PREFIX_NOT_UNIQUE);
  }

  @Test
  void acceptsTheSamePrefixOnOneTypeInManySubgraphs() {
    Composition.of(
            "a",
            PREFIX
                + "type Query { a(id: ID! @prefix(value: \"x\")): A } type A @key(fields: \"id\") @prefix(value: \"x\") { id: ID! }")
        .and("b", PREFIX + "type A @key(fields: \"id\") @prefix(value: \"x\") { id: ID! b: Int }")
        .composes();
  }
}
