package dev.orrery.gateway.composition;

import static dev.orrery.gateway.composition.findings.ErrorCode.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.composition.findings.HintCode;
import org.junit.jupiter.api.Test;

/// The rules that subgraphs must keep together.
class AcrossRulesTest {
  private static final String QUERY = "type Query { hello: String @shareable }\n";

  private static Composition both(String a, String b) {
    return Composition.of("a", QUERY + a).and("b", b);
  }

  @Test
  void needsAQuery() {
    Composition.of("a", "type T { a: Int }").failsWith(NO_QUERIES);
  }

  @Test
  void refusesATypeOfTwoKinds() {
    both("type T { a: Int }", "input T { a: Int }").failsWith(TYPE_KIND_MISMATCH);
    both("interface T { a: Int }", "type T { a: Int }").failsWith(TYPE_KIND_MISMATCH);
  }

  @Test
  void refusesExtensionsOfNothing() {
    both("extend type T @key(fields: \"id\") { id: ID }", "type U { a: Int }")
        .failsWith(EXTENSION_WITH_NO_BASE);
  }

  @Test
  void refusesFieldTypesThatHaveNothingInCommon() {
    both("type T @shareable { a: Int }", "type T @shareable { a: String }")
        .failsWith(FIELD_TYPE_MISMATCH);
    both("type T @shareable { a: [Int] }", "type T @shareable { a: Int }")
        .failsWith(FIELD_TYPE_MISMATCH);
  }

  @Test
  void refusesArgumentTypesThatDiffer() {
    both("type T @shareable { a(x: Int): Int }", "type T @shareable { a(x: String): Int }")
        .failsWith(FIELD_ARGUMENT_TYPE_MISMATCH);
  }

  @Test
  void refusesArgumentDefaultsThatDiffer() {
    both("type T @shareable { a(x: Int = 1): Int }", "type T @shareable { a(x: Int = 2): Int }")
        .failsWith(FIELD_ARGUMENT_DEFAULT_MISMATCH);
  }

  @Test
  void refusesRequiredArgumentsThatOthersDoNotKnow() {
    both("type T @shareable { a(x: Int!): Int }", "type T @shareable { a: Int }")
        .failsWith(REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH);
  }

  @Test
  void refusesInputFieldTypesThatDiffer() {
    both("input I { a: Int }", "input I { a: String }").failsWith(FIELD_TYPE_MISMATCH);
  }

  @Test
  void refusesInputFieldDefaultsThatDiffer() {
    both("input I { a: Int = 1 }", "input I { a: Int = 2 }")
        .failsWith(INPUT_FIELD_DEFAULT_MISMATCH);
  }

  @Test
  void refusesRequiredInputFieldsThatOthersDoNotKnow() {
    both("input I { a: Int b: Int! }", "input I { a: Int }")
        .failsWith(REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH);
  }

  @Test
  void refusesInputsWithNothingInCommon() {
    both("input I { a: Int }", "input I { b: Int }").failsWith(EMPTY_MERGED_INPUT_TYPE);
  }

  @Test
  void refusesEnumsThatAreSentAndReceivedAndDiffer() {
    both("enum E { A B } type T @shareable { e(in: E): E }", "enum E { A } type U { e(in: E): E }")
        .failsWith(ENUM_VALUE_MISMATCH);
  }

  @Test
  void acceptsEnumsThatDifferInHiddenValues() {
    both(
            "enum E { A B @inaccessible } type T @shareable { e(in: E): E }",
            "enum E { A } type U { e(in: E): E }")
        .composes();
  }

  @Test
  void refusesSentEnumsWithNothingInCommon() {
    both("enum E { A } type T { e(in: E): Int }", "enum E { B } type U { e(in: E): Int }")
        .failsWith(EMPTY_MERGED_ENUM_TYPE);
  }

  @Test
  void refusesFieldsThatSeveralResolveUnshared() {
    var errors =
        both(
                "type T @key(fields: \"id\") { id: ID a: Int }",
                "type T @key(fields: \"id\") { id: ID a: Int @shareable }")
            .failsWith(INVALID_FIELD_SHARING);
    assertThat(errors.getFirst().message()).contains("non-shareable in subgraph \"a\"");
    assertThat(errors.getFirst().subgraphs()).containsExactly("a", "b");
  }

  @Test
  void refusesProvidedFieldsThatTheirOwnerDoesNotShare() {
    both(
            "type T @key(fields: \"id\") { id: ID a: Int }",
            "type T @key(fields: \"id\") { id: ID a: Int @external } type Query { t: T @provides(fields: \"a\") }")
        .failsWith(INVALID_FIELD_SHARING);
  }

  @Test
  void refusesSharedSubscriptions() {
    both("type Subscription { s: Int @shareable }", "type Subscription { s: Int @shareable }")
        .failsWith(INVALID_FIELD_SHARING);
  }

  @Test
  void refusesFieldsThatAnInterfaceObjectResolvesToo() {
    both(
            "interface I @key(fields: \"id\") { id: ID! x: Int } type T implements I @key(fields: \"id\") { id: ID! x: Int }",
            "type I @interfaceObject @key(fields: \"id\") { id: ID! x: Int }")
        .failsWith(INVALID_FIELD_SHARING);
  }

  @Test
  void refusesFieldsThatNobodyResolves() {
    both(
            "type T @key(fields: \"id\") { id: ID a: Int @external x: Int @requires(fields: \"a\") }",
            "type T @key(fields: \"id\") { id: ID a: Int @external y: Int @requires(fields: \"a\") }")
        .failsWith(EXTERNAL_MISSING_ON_BASE);
  }

  @Test
  void refusesExternalTypesThatDiffer() {
    both(
            "type T @key(fields: \"id\") { id: ID a: Int }",
            "type T @key(fields: \"id\") { id: ID a: String @external x: Int @requires(fields: \"a\") }")
        .failsWith(EXTERNAL_TYPE_MISMATCH);
  }

  @Test
  void refusesExternalArgumentsThatDiffer() {
    both(
            "type T @key(fields: \"id\") { id: ID a(x: Int): Int }",
            "type T @key(fields: \"id\") { id: ID a: Int @external y: Int @requires(fields: \"a\") }")
        .failsWith(EXTERNAL_ARGUMENT_MISSING);
    both(
            "type T @key(fields: \"id\") { id: ID a(x: Int): Int }",
            "type T @key(fields: \"id\") { id: ID a(x: String): Int @external y: Int @requires(fields: \"a\") }")
        .failsWith(EXTERNAL_ARGUMENT_TYPE_MISMATCH);
    both(
            "type T @key(fields: \"id\") { id: ID a(x: Int = 1): Int }",
            "type T @key(fields: \"id\") { id: ID a(x: Int = 2): Int @external y: Int @requires(fields: \"a\") }")
        .failsWith(EXTERNAL_ARGUMENT_DEFAULT_MISMATCH);
  }

  @Test
  void refusesOverridesInAChain() {
    Composition.of(
            "a", QUERY + "type T @key(fields: \"id\") { id: ID x: Int @override(from: \"b\") }")
        .and("b", "type T @key(fields: \"id\") { id: ID x: Int @override(from: \"c\") }")
        .and("c", "type T @key(fields: \"id\") { id: ID x: Int }")
        .failsWith(OVERRIDE_SOURCE_HAS_OVERRIDE);
  }

  @Test
  void refusesProgressiveOverridesOfFieldsWithRequirements() {
    Composition.of(
            "a",
            QUERY
                + "type T @key(fields: \"id\") { id: ID x: Int @override(from: \"b\", label: \"beta\") }")
        .and(
            "b",
            "type T @key(fields: \"id\") { id: ID y: Int @external x: Int @requires(fields: \"y\") }")
        .and("c", "type T @key(fields: \"id\") { id: ID y: Int }")
        .failsWith(OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE);
  }

  @Test
  void refusesInterfaceObjectsWithoutAnInterface() {
    Composition.of("a", QUERY + "type I @interfaceObject @key(fields: \"id\") { id: ID! a: Int }")
        .failsWith(INTERFACE_OBJECT_USAGE_ERROR);
  }

  @Test
  void refusesInterfaceObjectsBesideTheirImplementations() {
    both(
            "interface I @key(fields: \"id\") { id: ID! } type T implements I @key(fields: \"id\") { id: ID! }",
            "type I @interfaceObject @key(fields: \"id\") { id: ID! a: Int } type T @key(fields: \"id\") { id: ID! }")
        .failsWith(INTERFACE_OBJECT_USAGE_ERROR);
  }

  @Test
  void refusesInterfaceKeysWhereAnImplementationIsMissing() {
    both(
            "interface I @key(fields: \"id\") { id: ID! } type T implements I @key(fields: \"id\") { id: ID! }",
            "interface I { id: ID! } type U implements I @key(fields: \"id\") { id: ID! }")
        .failsWith(INTERFACE_KEY_MISSING_IMPLEMENTATION_TYPE);
  }

  @Test
  void refusesDirectivesImportedByDifferentNames() {
    Composition.ofRaw(
            "a",
            "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.9\", import: [{name: \"@cost\", as: \"@price\"}]) type Query { a: Int @price(weight: 1) }")
        .and("b", "type T { b: Int @cost(weight: 2) }")
        .failsWith(LINK_IMPORT_NAME_MISMATCH);
  }

  @Test
  void refusesComposedDirectivesOfTwoMajorVersions() {
    var directive = "directive @x on OBJECT\n extend schema @composeDirective(name: \"@x\")";
    both(
            directive + "@link(url: \"https://example.org/x/v1.0\", import: [\"@x\"])",
            directive
                + "@link(url: \"https://example.org/x/v2.0\", import: [\"@x\"]) type T { a: Int }")
        .failsWith(DIRECTIVE_COMPOSITION_ERROR);
  }

  @Test
  void refusesComposedDirectivesOfTwoNames() {
    both(
            "directive @x on OBJECT\n extend schema @composeDirective(name: \"@x\") @link(url: \"https://example.org/x/v1.0\", import: [\"@x\"])",
            "directive @y on OBJECT\n extend schema @composeDirective(name: \"@y\") @link(url: \"https://example.org/x/v1.0\", import: [{name: \"@x\", as: \"@y\"}])")
        .failsWith(DIRECTIVE_COMPOSITION_ERROR);
  }

  @Test
  void refusesContextualArgumentsThatOthersInsistOn() {
    both(
            "type P @context(name: \"p\") @key(fields: \"id\") { id: ID! t: T } type T @key(fields: \"id\") { id: ID! a(x: ID @fromContext(field: \"$p { id }\")): Int @shareable }",
            "type T @key(fields: \"id\") { id: ID! a(x: ID!): Int @shareable }")
        .failsWith(CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS);
  }

  @Test
  void tellsOfContextualArgumentsThatOthersDoNotInsistOn() {
    both(
            "type P @context(name: \"p\") @key(fields: \"id\") { id: ID! t: T } type T @key(fields: \"id\") { id: ID! a(x: ID @fromContext(field: \"$p { id }\")): Int @shareable }",
            "type T @key(fields: \"id\") { id: ID! a(x: ID): Int @shareable }")
        .hints(HintCode.CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS);
  }

  @Test
  void refusesListSizesWhoseArgumentsDoNotSurvive() {
    both(
            "type T @shareable { a(first: Int): [Int] @listSize(slicingArguments: [\"first\"]) }",
            "type T @shareable { a: [Int] }")
        .failsWith(LIST_SIZE_INVALID_SLICING_ARGUMENT);
  }
}
