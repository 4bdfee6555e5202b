package dev.orrery.gateway.composition;

import static dev.orrery.gateway.composition.findings.HintCode.*;

import dev.orrery.gateway.composition.findings.HintCode;
import org.junit.jupiter.api.Test;

/// What composes, and is worth a word.
class HintsTest {
  private static void hints(HintCode code, String a, String b) {
    Composition.of("a", "type Query { hello: Int }\n" + a).and("b", b).hints(code);
  }

  @Test
  void tellsOfTypesThatDifferAndFit() {
    hints(
        INCONSISTENT_BUT_COMPATIBLE_FIELD_TYPE,
        "type T @shareable { x: Int! }",
        "type T @shareable { x: Int }");
    hints(
        INCONSISTENT_BUT_COMPATIBLE_ARGUMENT_TYPE,
        "type T @shareable { x(a: Int!): Int }",
        "type T @shareable { x(a: Int): Int }");
  }

  @Test
  void tellsOfDescriptionsThatDiffer() {
    hints(
        INCONSISTENT_DESCRIPTION,
        "\"one\" type T @shareable { x: Int }",
        "\"two\" type T @shareable { x: Int }");
  }

  @Test
  void tellsOfArgumentsAndDefaultsThatAreDropped() {
    hints(
        INCONSISTENT_ARGUMENT_PRESENCE,
        "type T @shareable { x(a: Int): Int }",
        "type T @shareable { x: Int }");
    hints(
        INCONSISTENT_DEFAULT_VALUE_PRESENCE,
        "type T @shareable { x(a: Int = 1): Int }",
        "type T @shareable { x(a: Int): Int }");
  }

  @Test
  void tellsOfInputFieldsThatAreDropped() {
    hints(INCONSISTENT_INPUT_OBJECT_FIELD, "input I { a: Int b: Int }", "input I { a: Int }");
  }

  @Test
  void tellsOfEnumValuesThatSomeDoNotHave() {
    hints(
        INCONSISTENT_ENUM_VALUE_FOR_INPUT_ENUM,
        "enum E { A B } type T @shareable { x(e: E): Int }",
        "enum E { A } type T @shareable { x(e: E): Int }");
    hints(
        INCONSISTENT_ENUM_VALUE_FOR_OUTPUT_ENUM,
        "enum E { A B } type T @shareable { x: E }",
        "enum E { A } type T @shareable { x: E }");
    hints(UNUSED_ENUM_TYPE, "enum E { A }", "type T { x: Int }");
  }

  @Test
  void tellsOfUnionMembersThatSomeDoNotHave() {
    hints(
        INCONSISTENT_UNION_MEMBER,
        "union U = A type A @shareable { x: Int }",
        "union U = A | B type A @shareable { x: Int } type B { x: Int }");
  }

  @Test
  void tellsOfFieldsThatSomeDoNotHave() {
    Composition.of("a", "type Query @shareable { t: T } type T @shareable { x: Int }")
        .and("b", "type Query @shareable { t: T } type T @shareable { x: Int y: Int }")
        .hints(INCONSISTENT_OBJECT_VALUE_TYPE_FIELD);
    hints(
        INCONSISTENT_INTERFACE_VALUE_TYPE_FIELD,
        "interface I { x: Int } type A implements I @key(fields: \"x\") { x: Int }",
        "interface I { x: Int y: Int } type A implements I @key(fields: \"x\") { x: Int y: Int }");
  }

  @Test
  void tellsOfEntitiesThatAreNoneElsewhere() {
    hints(
        INCONSISTENT_ENTITY,
        "type T @key(fields: \"id\") { id: ID @shareable }",
        "type T @shareable { id: ID }");
  }

  @Test
  void tellsOfSharedFieldsThatReturnMoreInOneSubgraph() {
    var shared =
        "type A @shareable { x: Int } type B @shareable { x: Int } type Query { u: U @shareable } ";
    Composition.of("a", shared + "union U = A")
        .and("b", shared + "union U = A | B")
        .hints(INCONSISTENT_RUNTIME_TYPES_FOR_SHAREABLE_RETURN);
  }

  @Test
  void tellsOfDirectivesThatDiffer() {
    hints(
        INCONSISTENT_NON_REPEATABLE_DIRECTIVE_ARGUMENTS,
        "type T @shareable { x: Int @deprecated(reason: \"a\") }",
        "type T @shareable { x: Int @deprecated(reason: \"b\") }");
    hints(INCONSISTENT_EXECUTABLE_DIRECTIVE_PRESENCE, "directive @d on FIELD", "type T { x: Int }");
    hints(
        NO_EXECUTABLE_DIRECTIVE_INTERSECTION,
        "directive @d on FIELD",
        "directive @d on QUERY type T { x: Int }");
    hints(
        INCONSISTENT_EXECUTABLE_DIRECTIVE_LOCATIONS,
        "directive @d on FIELD | QUERY",
        "directive @d on QUERY type T { x: Int }");
    hints(
        INCONSISTENT_EXECUTABLE_DIRECTIVE_REPEATABLE,
        "directive @d repeatable on FIELD",
        "directive @d on FIELD type T { x: Int }");
  }

  @Test
  void tellsHowFarAnOverrideIs() {
    var entity = "type T @key(fields: \"id\") { id: ID! %s }";
    hints(
        OVERRIDDEN_FIELD_CAN_BE_REMOVED,
        entity.formatted("x: Int"),
        entity.formatted("x: Int @override(from: \"a\")"));
    hints(
        OVERRIDE_DIRECTIVE_CAN_BE_REMOVED,
        entity.formatted(""),
        entity.formatted("x: Int @override(from: \"a\")"));
    hints(
        OVERRIDE_MIGRATION_IN_PROGRESS,
        entity.formatted("x: Int"),
        entity.formatted("x: Int @override(from: \"a\", label: \"l\")"));
    hints(
        FROM_SUBGRAPH_DOES_NOT_EXIST,
        entity.formatted(""),
        entity.formatted("x: Int @override(from: \"z\")"));
  }
}
