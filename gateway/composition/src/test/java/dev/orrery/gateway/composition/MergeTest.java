package dev.orrery.gateway.composition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.composition.findings.HintCode;
import dev.orrery.gateway.composition.merge.MergeAccess;
import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.sdl.TypeRef;
import dev.orrery.gateway.composition.supergraph.EnumType;
import dev.orrery.gateway.composition.supergraph.InputType;
import dev.orrery.gateway.composition.supergraph.JoinField;
import dev.orrery.gateway.composition.supergraph.Subgraph;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.composition.supergraph.UnionType;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// How declarations of several subgraphs become one.
class MergeTest {
  private static Supergraph merge(String a, String b) {
    return Composition.of("a", a).and("b", b).composes();
  }

  @Test
  void takesTheLooserNullabilityOfOutputs() {
    var field =
        merge("type Query { t: T } type T @shareable { x: Int! }", "type T @shareable { x: Int }")
            .composite("T")
            .fields()
            .get("x");
    assertThat(field.type()).hasToString("Int");
    assertThat(field.in("a").map(JoinField::type)).contains(TypeRef.parse("Int!"));
  }

  @Test
  void takesTheWiderOfRelatedOutputs() {
    var sdl = "interface I { a: Int } type A implements I @shareable { a: Int }";
    var field =
        merge(
                "type Query { t: T } type T @shareable { x: I } " + sdl,
                "type T @shareable { x: A } " + sdl)
            .composite("T")
            .fields()
            .get("x");
    assertThat(field.type()).hasToString("I");
  }

  @Test
  void takesTheUnionWhereAnotherSubgraphReturnsOneMember() {
    var supergraph =
        merge(
            "type Query @shareable { x: U } union U = A | B type A @shareable { a: Int } type B @shareable { a: Int }",
            "type Query @shareable { x: A } type A @shareable { a: Int }");
    assertThat(supergraph.composite("Query").fields().get("x").type()).hasToString("U");
  }

  @Test
  void takesTheStricterNullabilityOfInputs() {
    var supergraph =
        merge(
            "type Query { t(i: I): Int } input I { a: Int! } type T @shareable { f(x: Int!): Int }",
            "input I { a: Int } type T @shareable { f(x: Int): Int }");
    assertThat(((InputType) supergraph.types().get("I")).fields().get("a").type())
        .hasToString("Int!");
    assertThat(supergraph.composite("T").fields().get("f").arguments().get("x").type())
        .hasToString("Int!");
  }

  @Test
  void keepsOnlyTheInputFieldsThatAllKnow() {
    var supergraph =
        merge("type Query { t(i: I): Int } input I { a: Int b: Int }", "input I { a: Int }");
    assertThat(((InputType) supergraph.types().get("I")).fields()).containsOnlyKeys("a");
  }

  @Test
  void keepsOnlyTheArgumentsThatAllKnow() {
    var supergraph =
        merge(
            "type Query @shareable { t(x: Int, y: Int): Int }",
            "type Query @shareable { t(x: Int): Int }");
    assertThat(supergraph.composite("Query").fields().get("t").arguments()).containsOnlyKeys("x");
  }

  @Test
  void dropsADefaultThatNotAllGive() {
    var supergraph =
        merge(
            "type Query @shareable { t(x: Int = 1): Int }",
            "type Query @shareable { t(x: Int): Int }");
    assertThat(supergraph.composite("Query").fields().get("t").arguments().get("x").defaultValue())
        .isNull();
  }

  @Test
  void unitesTheValuesOfReceivedEnums() {
    var supergraph =
        merge("type Query { e: E } enum E { A }", "type T @shareable { e: E } enum E { B }");
    var type = (EnumType) supergraph.types().get("E");
    assertThat(type.values()).containsOnlyKeys("A", "B");
    assertThat(type.values().get("B").subgraphs()).containsExactly("b");
  }

  @Test
  void intersectsTheValuesOfSentEnums() {
    var supergraph =
        merge(
            "type Query { e(in: E): Int } enum E { A B }",
            "type T @shareable { e(in: E): Int } enum E { B C }");
    assertThat(((EnumType) supergraph.types().get("E")).values()).containsOnlyKeys("B");
  }

  @Test
  void unitesTheMembersOfUnions() {
    var supergraph =
        merge(
            "type Query { u: U } union U = A type A { a: Int }",
            "type Query { v: U } union U = B type B { b: Int }");
    var union = (UnionType) supergraph.types().get("U");
    assertThat(union.membersIn("a")).containsExactly("A");
    assertThat(union.membersIn("b")).containsExactly("B");
  }

  @Test
  void givesRootsTheirStandardNames() {
    var supergraph =
        merge(
            "schema { query: Q mutation: M } type Q { a: Int self: Q } type M { a: Int }",
            "type Query { b: Int }");
    assertThat(supergraph.roots().mutation()).isEqualTo("Mutation");
    assertThat(supergraph.composite("Query").fields()).containsOnlyKeys("a", "self", "b");
    assertThat(supergraph.composite("Query").fields().get("self").type()).hasToString("Query");
  }

  @Test
  void leavesOutWhatGatewaysAndSubgraphsSpeakOf() {
    var supergraph =
        Composition.ofRaw(
                "a",
                """
                scalar _Any
                union _Entity = T
                type _Service { sdl: String }
                type Query { _service: _Service! _entities(representations: [_Any!]!): [_Entity]! t: T }
                type T @key(fields: "id") { id: ID }
                """)
            .composes();
    assertThat(supergraph.types()).containsOnlyKeys("Query", "T");
    assertThat(supergraph.composite("Query").fields()).containsOnlyKeys("t");
  }

  @Test
  void choosesTheDescriptionThatMostGive() {
    var supergraph =
        Composition.of("a", "\"one\" type T @shareable { a: Int } type Query { t: T }")
            .and("b", "\"two\" type T @shareable { a: Int }")
            .and("c", "\"two\" type T @shareable { a: Int }")
            .composes();
    assertThat(supergraph.types().get("T").description()).isEqualTo("two");
  }

  @Test
  void keepsDescriptionsOfEverything() {
    var supergraph =
        Composition.of(
                "a",
                """
                "The root"
                type Query {
                  \"""
                  A field

                    indented and "quoted"
                  \"""
                  f("An argument" x: Int): E
                }
                "An enum" enum E { "A value" A }
                """)
            .composes();
    var query = supergraph.composite("Query");
    assertThat(query.description()).isEqualTo("The root");
    assertThat(query.fields().get("f").description())
        .isEqualTo("A field\n\n  indented and \"quoted\"");
    assertThat(query.fields().get("f").arguments().get("x").description()).isEqualTo("An argument");
    assertThat(supergraph.apiSdl()).contains("A value");
  }

  @Test
  void unitesTagsAndHidesWhatAnySubgraphHides() {
    var field =
        merge(
                "type Query { a: Int t: T } type T @shareable { a: Int x: Int @tag(name: \"one\") }",
                "type T @shareable { a: Int x: Int @tag(name: \"two\") @inaccessible }")
            .composite("T")
            .fields()
            .get("x");
    assertThat(field.directives())
        .extracting(Object::toString)
        .containsExactlyInAnyOrder("@tag(name: \"one\")", "@tag(name: \"two\")", "@inaccessible");
  }

  @Test
  void demandsTheAccessThatEverySubgraphDemands() {
    var field =
        merge(
                "type Query { t: T } type T @shareable { x: Int @requiresScopes(scopes: [[\"a\"], [\"b\"]]) }",
                "type T @shareable { x: Int @requiresScopes(scopes: [[\"b\"], [\"c\"]]) }")
            .composite("T")
            .fields()
            .get("x");
    assertThat(field.directives()).hasSize(1);
    assertThat(MergeAccess.alternatives(field.directives().getFirst(), "scopes"))
        .containsExactlyInAnyOrder(Set.of("b"), Set.of("a", "c"));
  }

  @Test
  void takesTheHighestCost() {
    var field =
        merge(
                "type Query { t: T } type T @shareable { x: [Int] @cost(weight: 3) @listSize(assumedSize: 5) }",
                "type T @shareable { x: [Int] @cost(weight: 8) @listSize(assumedSize: 2) }")
            .composite("T")
            .fields()
            .get("x");
    assertThat(field.directives())
        .extracting(Object::toString)
        .containsExactlyInAnyOrder("@cost(weight: 8)", "@listSize(assumedSize: 5)");
  }

  @Test
  void keepsDeprecations() {
    var supergraph =
        Composition.of("a", "type Query { a: Int @deprecated(reason: \"old\") b: Int }").composes();
    assertThat(supergraph.apiSdl()).contains("@deprecated(reason: \"old\")");
  }

  @Test
  void understandsRenamedAndNamespacedDirectives() {
    var supergraph =
        Composition.ofRaw(
                "a",
                """
                extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", as: "fed", import: [{name: "@key", as: "@identity"}, "@shareable"])
                type Query { t: T }
                type T @identity(fields: "id") { id: ID! x: Int @shareable y: Int @fed__inaccessible }
                """)
            .composes();
    assertThat(supergraph.composite("T").joins().getFirst().key()).isEqualTo(FieldSet.parse("id"));
    assertThat(supergraph.composite("T").fields().get("y").directives())
        .hasToString("[@inaccessible]");
    assertThat(supergraph.apiSdl()).doesNotContain("y: Int");
  }

  @Test
  void understandsDirectivesThatAreLinkedByTheirOwnSpecs() {
    var supergraph =
        Composition.ofRaw(
                "a",
                """
                extend schema
                  @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key"])
                  @link(url: "https://specs.apollo.dev/tag/v0.3", as: "label")
                directive @label(name: String!) repeatable on FIELD_DEFINITION
                type Query { a: Int @label(name: "x") }
                """)
            .composes();
    assertThat(supergraph.composite("Query").fields().get("a").directives())
        .hasToString("[@tag(name: \"x\")]");
  }

  @Test
  void givesAnOverriddenFieldToItsNewOwner() {
    var field =
        merge(
                "type Query { t: T } type T @key(fields: \"id\") { id: ID! x: Int }",
                "type T @key(fields: \"id\") { id: ID! x: Int @override(from: \"a\") }")
            .composite("T")
            .fields()
            .get("x");
    assertThat(field.joins()).hasSize(1);
    assertThat(field.in("b").map(JoinField::override)).contains("a");
  }

  @Test
  void notesAnOverriddenFieldThatItsOldOwnerStillUses() {
    var field =
        merge(
                "type Query { t: T } interface I { x: Int } type T implements I @key(fields: \"id\") { id: ID! x: Int }",
                "type T @key(fields: \"id\") { id: ID! x: Int @override(from: \"a\") }")
            .composite("T")
            .fields()
            .get("x");
    assertThat(field.in("a").orElseThrow().usedOverridden()).isTrue();
    assertThat(field.in("a").orElseThrow().resolvedHere()).isFalse();
  }

  @Test
  void leavesBothOwnersWhileAnOverrideIsProgressive() {
    var field =
        merge(
                "type Query { t: T } type T @key(fields: \"id\") { id: ID! x: Int }",
                "type T @key(fields: \"id\") { id: ID! x: Int @override(from: \"a\", label: \"percent(5)\") }")
            .composite("T")
            .fields()
            .get("x");
    assertThat(field.in("a").orElseThrow().overrideLabel()).isEqualTo("percent(5)");
    assertThat(field.in("a").orElseThrow().resolvedHere()).isTrue();
    assertThat(field.in("b").orElseThrow().override()).isEqualTo("a");
  }

  @Test
  void toleratesAnOverrideFromNobody() {
    Composition.of("a", "type Query { x: Int @override(from: \"gone\") }")
        .hints(HintCode.FROM_SUBGRAPH_DOES_NOT_EXIST);
  }

  @Test
  void movesContextualArgumentsOutOfTheApi() {
    var supergraph =
        Composition.of(
                "shop",
                """
                type Query { cart: Cart }
                type Cart @context(name: "cart") @key(fields: "id") { id: ID! currency: String! item: Item }
                type Item @key(fields: "id") {
                  id: ID!
                  price(currency: String @fromContext(field: "$cart { currency }"), round: Boolean): Int
                }
                """)
            .composes();
    var price = supergraph.composite("Item").fields().get("price");
    assertThat(price.arguments()).containsOnlyKeys("round");
    assertThat(price.in("shop").orElseThrow().contextArguments())
        .containsExactly(
            new JoinField.ContextArgument(
                "currency", TypeRef.parse("String"), "shop__cart", FieldSet.parse("currency")));
    assertThat(supergraph.types().get("Cart").directives())
        .hasToString("[@context(name: \"shop__cart\")]");
  }

  @Test
  void keepsExecutableDirectivesThatAllDefine() {
    var supergraph =
        merge(
            "directive @both on FIELD | QUERY directive @one on FIELD type Query { a: Int }",
            "directive @both on FIELD | INLINE_FRAGMENT type T { a: Int }");
    assertThat(supergraph.directiveDefinitions()).containsOnlyKeys("both");
    assertThat(supergraph.directiveDefinitions().get("both").locations()).containsExactly("FIELD");
    assertThat(supergraph.apiSdl()).contains("directive @both on FIELD\n");
  }

  @Test
  void leavesCustomDirectivesBehindUnlessTheyAreComposed() {
    var supergraph =
        Composition.of("a", "directive @mine on OBJECT type Query @mine { a: Int }").composes();
    assertThat(supergraph.toSdl()).doesNotContain("mine");
  }

  @Test
  void keepsTwoSubgraphsApartWhoseNamesLookAlike() {
    var supergraph =
        Composition.of("my-graph", "type Query { a: Int }")
            .and("my_graph", "type Query { b: Int }")
            .and("my_graph_2", "type Query { d: Int }")
            .and("1st", "type Query { c: Int }")
            .composes();
    assertThat(supergraph.subgraphs())
        .extracting(Subgraph::graph)
        .doesNotHaveDuplicates()
        .contains("_1ST", "MY_GRAPH");
  }
}
