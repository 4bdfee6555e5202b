package dev.orrery.gateway.composition;

import static dev.orrery.gateway.composition.findings.ErrorCode.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.composition.findings.ErrorCode;
import org.junit.jupiter.api.Test;

/// The rules that each subgraph must keep by itself.
class SubgraphRulesTest {
  private static final String QUERY = "type Query { hello: String }\n";

  private static void refuses(String sdl, ErrorCode... codes) {
    Composition.of("a", QUERY + sdl).failsWith(codes);
  }

  private static void accepts(String sdl) {
    Composition.of("a", QUERY + sdl).composes();
  }

  @Test
  void refusesDefaultsThatAreNoValuesOfTheirTypes() {
    refuses("extend type Query { a(x: Int = \"1\"): Int }", INVALID_GRAPHQL);
    refuses("extend type Query { a(x: Int = 2147483648): Int }", INVALID_GRAPHQL);
    refuses("extend type Query { a(x: String = 1): Int }", INVALID_GRAPHQL);
    refuses("extend type Query { a(x: [Int!] = [1, null]): Int }", INVALID_GRAPHQL);
    refuses("extend type Query { a(x: E = \"A\"): Int } enum E { A }", INVALID_GRAPHQL);
    refuses(
        "extend type Query { a(x: I): Int } input I { e: E! = B } enum E { A }", INVALID_GRAPHQL);
    refuses(
        "extend type Query { a(x: I = {b: 1}): Int } input I { a: Int! b: Int }", INVALID_GRAPHQL);
    refuses("directive @d(x: Boolean = 1) on FIELD", INVALID_GRAPHQL);
  }

  @Test
  void refusesWhatIsNotGraphql() {
    var errors =
        Composition.ofRaw("a", "type Query {\n  a: Int\n  b ?\n}").failsWith(INVALID_GRAPHQL);
    assertThat(errors.getFirst().locations().getFirst().line()).isEqualTo(3);
  }

  @Test
  void refusesUnknownTypes() {
    refuses("type T { a: Missing }", INVALID_GRAPHQL);
  }

  @Test
  void refusesAnInputTypeAsOutput() {
    refuses("input I { a: Int } type T { a: I }", INVALID_GRAPHQL);
  }

  @Test
  void refusesAnObjectAsArgument() {
    refuses("type T { a(t: T): Int }", INVALID_GRAPHQL);
  }

  @Test
  void refusesUnionsOfOtherThanObjects() {
    refuses("interface I { a: Int } union U = I", INVALID_GRAPHQL);
  }

  @Test
  void refusesATypeDefinedTwice() {
    refuses("type T { a: Int } type T { b: Int }", INVALID_GRAPHQL);
  }

  @Test
  void refusesAFieldDefinedTwice() {
    refuses("type T { a: Int a: String }", INVALID_GRAPHQL);
  }

  @Test
  void refusesAFieldThatAnExtensionRepeats() {
    refuses("type T { a: Int } extend type T { a: Int }", INVALID_GRAPHQL);
  }

  @Test
  void refusesReservedNames() {
    refuses("type T { __a: Int }", INVALID_GRAPHQL);
  }

  @Test
  void refusesATypeThatLacksAFieldOfItsInterface() {
    refuses("interface I { a: Int } type T implements I { b: Int }", INVALID_GRAPHQL);
  }

  @Test
  void acceptsANarrowerTypeThanTheInterfaces() {
    accepts("interface I { a: I } type T implements I { a: T! }");
  }

  @Test
  void refusesAnotherTypeThanTheInterfaces() {
    refuses("interface I { a: Int } type T implements I { a: String }", INVALID_GRAPHQL);
  }

  @Test
  void refusesUnknownDirectives() {
    refuses("type T @nothing { a: Int }", INVALID_GRAPHQL);
  }

  @Test
  void saysHowToImportADirectiveOfFederation() {
    var errors =
        Composition.ofRaw(
                "a",
                """
                extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
                type Query { a: Int @shareable }
                """)
            .failsWith(INVALID_GRAPHQL);
    assertThat(errors.getFirst().help()).contains("\"@federation__shareable\"");
  }

  @Test
  void saysSinceWhenFederationHasADirective() {
    var errors =
        Composition.ofRaw(
                "a",
                """
                extend schema @link(url: "https://specs.apollo.dev/federation/v2.4", import: ["@key"])
                type Query { a: Int @authenticated }
                """)
            .failsWith(INVALID_GRAPHQL);
    assertThat(errors.getFirst().help()).contains("since v2.5");
  }

  @Test
  void refusesDirectivesWhereTheyMayNotStand() {
    refuses("enum E @key(fields: \"a\") { A }", INVALID_GRAPHQL);
  }

  @Test
  void refusesDirectivesWithoutTheirRequiredArguments() {
    refuses("type T @key { a: Int }", INVALID_GRAPHQL);
  }

  @Test
  void refusesAnotherDefinitionOfAFederationDirective() {
    refuses("directive @key(fields: Int!) repeatable on OBJECT", DIRECTIVE_DEFINITION_INVALID);
  }

  @Test
  void acceptsTheStandardDefinitionOfAFederationDirective() {
    accepts(
        "scalar FieldSet directive @key(fields: FieldSet!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE");
  }

  @Test
  void refusesAFieldSetThatIsNoScalar() {
    refuses("type federation__FieldSet { a: Int }", TYPE_DEFINITION_INVALID);
    accepts("type FieldSet { a: Int }");
  }

  @Test
  void refusesTheReservedSubgraphName() {
    Composition.of("_", QUERY).failsWith(INVALID_SUBGRAPH_NAME);
  }

  @Test
  void refusesTwoSubgraphsOfOneName() {
    Composition.of("a", QUERY).and("a", "type T { a: Int }").failsWith(INVALID_SUBGRAPH_NAME);
  }

  @Test
  void refusesKeysThatAreNoStrings() {
    refuses("type T @key(fields: 1) { id: ID }", KEY_INVALID_FIELDS_TYPE);
  }

  @Test
  void refusesKeysThatDoNotParse() {
    refuses("type T @key(fields: \"id {\") { id: ID }", KEY_INVALID_FIELDS);
  }

  @Test
  void refusesKeysOfUnknownFields() {
    refuses("type T @key(fields: \"nope\") { id: ID }", KEY_INVALID_FIELDS);
  }

  @Test
  void refusesKeysThatStopAtAnObject() {
    refuses("type T @key(fields: \"o\") { o: O } type O { a: Int }", KEY_INVALID_FIELDS);
  }

  @Test
  void refusesKeysWithArguments() {
    refuses("type T @key(fields: \"id\") { id(a: Int): ID }", KEY_FIELDS_HAS_ARGS);
  }

  @Test
  void refusesKeysOfInterfaces() {
    refuses(
        "type T @key(fields: \"i { a }\") { i: I } interface I { a: Int }",
        KEY_FIELDS_SELECT_INVALID_TYPE);
  }

  @Test
  void refusesKeysOfUnions() {
    refuses(
        "type T @key(fields: \"u { ... on A { a } }\") { u: U } union U = A type A { a: Int }",
        KEY_FIELDS_SELECT_INVALID_TYPE);
  }

  @Test
  void refusesDirectivesInKeys() {
    refuses("type T @key(fields: \"id @skip(if: true)\") { id: ID }", KEY_DIRECTIVE_IN_FIELDS_ARG);
  }

  @Test
  void refusesKeysOnInterfacesBeforeTheyCame() {
    Composition.ofRaw(
            "a",
            """
            extend schema @link(url: "https://specs.apollo.dev/federation/v2.2", import: ["@key"])
            type Query { a: I }
            interface I @key(fields: "id") { id: ID }
            type T implements I @key(fields: "id") { id: ID }
            """)
        .failsWith(KEY_UNSUPPORTED_ON_INTERFACE);
  }

  @Test
  void refusesAnImplementationWithoutItsInterfacesKey() {
    refuses(
        "interface I @key(fields: \"id\") { id: ID } type T implements I { id: ID }",
        INTERFACE_KEY_NOT_ON_IMPLEMENTATION);
  }

  @Test
  void refusesUnusedExternals() {
    refuses("type T @key(fields: \"id\") { id: ID name: String @external }", EXTERNAL_UNUSED);
  }

  @Test
  void refusesProvisionsOnExternals() {
    refuses(
        "type T @key(fields: \"id\") { id: ID o: O @external @provides(fields: \"x\") n: Int @requires(fields: \"o { id }\") } type O @key(fields: \"id\") { id: ID x: Int @external }",
        EXTERNAL_COLLISION_WITH_ANOTHER_DIRECTIVE);
  }

  @Test
  void refusesInterfaceKeysThatAnImplementationDoesNotResolve() {
    refuses(
        "interface I @key(fields: \"id\") { id: ID } type T implements I @key(fields: \"id\", resolvable: false) { id: ID }",
        INTERFACE_KEY_NOT_ON_IMPLEMENTATION);
    accepts(
        "interface I @key(fields: \"id\", resolvable: false) { id: ID } type T implements I @key(fields: \"id\", resolvable: false) { id: ID }");
  }

  @Test
  void refusesExternalsOnInterfaces() {
    refuses("interface I { a: Int @external }", EXTERNAL_ON_INTERFACE);
  }

  @Test
  void refusesTagsOnExternals() {
    refuses(
        "type T @key(fields: \"id\") { id: ID a: Int @external @tag(name: \"x\") b: Int @requires(fields: \"a\") }",
        MERGED_DIRECTIVE_APPLICATION_ON_EXTERNAL);
  }

  @Test
  void refusesRequirementsOfWhatTheSubgraphHas() {
    refuses(
        "type T @key(fields: \"id\") { id: ID a: Int b: Int @requires(fields: \"a\") }",
        REQUIRES_FIELDS_MISSING_EXTERNAL);
  }

  @Test
  void refusesRequirementsOfUnknownFields() {
    refuses(
        "type T @key(fields: \"id\") { id: ID b: Int @requires(fields: \"a\") }",
        REQUIRES_INVALID_FIELDS);
  }

  @Test
  void refusesRequirementsThatAreNoStrings() {
    refuses(
        "type T @key(fields: \"id\") { id: ID b: Int @requires(fields: [1]) }",
        REQUIRES_INVALID_FIELDS_TYPE);
  }

  @Test
  void refusesDirectivesInRequirements() {
    refuses(
        "type T @key(fields: \"id\") { id: ID a: Int @external b: Int @requires(fields: \"a @include(if: true)\") }",
        REQUIRES_DIRECTIVE_IN_FIELDS_ARG);
  }

  @Test
  void refusesRequirementsOnInterfaces() {
    refuses(
        "interface I { a: Int b: Int @requires(fields: \"a\") } type T implements I { a: Int b: Int }",
        REQUIRES_UNSUPPORTED_ON_INTERFACE);
  }

  @Test
  void refusesProvisionsOnScalars() {
    refuses("type T { a: Int @provides(fields: \"x\") }", PROVIDES_ON_NON_OBJECT_FIELD);
  }

  @Test
  void refusesProvisionsOnInterfaces() {
    refuses(
        "interface I { o: O @provides(fields: \"a\") } type O @key(fields: \"id\") { id: ID a: Int } type T implements I { o: O }",
        PROVIDES_UNSUPPORTED_ON_INTERFACE);
  }

  @Test
  void refusesProvisionsOfWhatTheSubgraphHas() {
    refuses(
        "type T { o: O @provides(fields: \"a\") } type O @key(fields: \"id\") { id: ID a: Int }",
        PROVIDES_FIELDS_MISSING_EXTERNAL);
  }

  @Test
  void refusesProvisionsOfUnknownFields() {
    refuses(
        "type T { o: O @provides(fields: \"z\") } type O @key(fields: \"id\") { id: ID a: Int }",
        PROVIDES_INVALID_FIELDS);
  }

  @Test
  void refusesProvisionsThatAreNoStrings() {
    refuses(
        "type T { o: O @provides(fields: true) } type O @key(fields: \"id\") { id: ID a: Int }",
        PROVIDES_INVALID_FIELDS_TYPE);
  }

  @Test
  void refusesProvisionsWithArguments() {
    refuses(
        "type T { o: O @provides(fields: \"a\") } type O @key(fields: \"id\") { id: ID a(x: Int): Int @external }",
        PROVIDES_FIELDS_HAS_ARGS);
  }

  @Test
  void refusesDirectivesInProvisions() {
    refuses(
        "type T { o: O @provides(fields: \"a @skip(if: true)\") } type O @key(fields: \"id\") { id: ID a: Int @external }",
        PROVIDES_DIRECTIVE_IN_FIELDS_ARG);
  }

  @Test
  void refusesOverridesOnInterfaces() {
    refuses(
        "interface I { a: Int @override(from: \"b\") } type T implements I { a: Int }",
        OVERRIDE_ON_INTERFACE);
  }

  @Test
  void refusesOverridesOfExternals() {
    refuses(
        "type T @key(fields: \"id\") { id: ID a: Int @external @override(from: \"b\") c: Int @requires(fields: \"a\") }",
        OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE);
  }

  @Test
  void refusesOverridesFromTheSameSubgraph() {
    refuses("type T { a: Int @override(from: \"a\") }", OVERRIDE_FROM_SELF_ERROR);
  }

  @Test
  void refusesLabelsThatRoutersDoNotUnderstand() {
    refuses(
        "type T { a: Int @override(from: \"b\", label: \"percent(101)\") }",
        OVERRIDE_LABEL_INVALID);
    refuses("type T { a: Int @override(from: \"b\", label: \"1st\") }", OVERRIDE_LABEL_INVALID);
    accepts("type T { a: Int @override(from: \"b\", label: \"percent(2.5)\") }");
  }

  @Test
  void refusesSharedFieldsOfInterfaces() {
    refuses(
        "interface I { a: Int @shareable } type T implements I { a: Int }",
        INVALID_SHAREABLE_USAGE);
  }

  @Test
  void refusesInterfaceObjectsWithoutAKey() {
    refuses("type I @interfaceObject { a: Int }", INTERFACE_OBJECT_USAGE_ERROR);
  }

  @Test
  void refusesAnInaccessibleQueryRoot() {
    Composition.of("a", "type Query @inaccessible { a: Int }")
        .failsWith(QUERY_ROOT_TYPE_INACCESSIBLE);
  }

  @Test
  void refusesAccessRulesOnInterfaces() {
    refuses(
        "interface I @authenticated { a: Int } type T implements I { a: Int }",
        AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE);
    refuses(
        "interface I { a: Int @requiresScopes(scopes: [[\"x\"]]) } type T implements I { a: Int }",
        AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE);
  }

  @Test
  void refusesCostsOnInterfaces() {
    refuses(
        "interface I { a: Int @cost(weight: 5) } type T implements I { a: Int }",
        COST_APPLIED_TO_INTERFACE_FIELD);
  }

  @Test
  void refusesListSizesThatAreNone() {
    refuses("type T { a: [Int] @listSize(assumedSize: -1) }", LIST_SIZE_INVALID_ASSUMED_SIZE);
    refuses("type T { a: Int @listSize(assumedSize: 1) }", LIST_SIZE_APPLIED_TO_NON_LIST);
    refuses(
        "type T { a: P @listSize(assumedSize: 1, sizedFields: [\"x\"]) } type P { nodes: [Int] }",
        LIST_SIZE_INVALID_SIZED_FIELD);
    refuses(
        "type T { a: P @listSize(assumedSize: 1, sizedFields: [\"n\"]) } type P { n: Int }",
        LIST_SIZE_APPLIED_TO_NON_LIST);
    refuses(
        "type T { a(first: Int): [Int] @listSize(slicingArguments: [\"last\"]) }",
        LIST_SIZE_INVALID_SLICING_ARGUMENT);
    refuses(
        "type T { a(first: String): [Int] @listSize(slicingArguments: [\"first\"]) }",
        LIST_SIZE_INVALID_SLICING_ARGUMENT);
  }

  @Test
  void refusesComposedDirectivesThatNobodyDefinesOrLinks() {
    refuses("extend schema @composeDirective(name: \"@x\")", DIRECTIVE_COMPOSITION_ERROR);
    refuses(
        "extend schema @composeDirective(name: \"@x\") directive @x on OBJECT",
        DIRECTIVE_COMPOSITION_ERROR);
    refuses(
        "extend schema @link(url: \"https://example.org/x/v1.0\", import: [\"@x\"]) @composeDirective(name: \"x\") directive @x on OBJECT",
        DIRECTIVE_COMPOSITION_ERROR);
  }

  @Test
  void refusesContextsThatAreNamedBadlyOrNeverSet() {
    refuses("type T @context(name: \"my_ctx\") { a: Int }", CONTEXT_NAME_INVALID);
    refuses(
        "type T @key(fields: \"id\") { id: ID a(x: Int @fromContext(field: \"$none { id }\")): Int }",
        CONTEXT_NOT_SET);
    refuses(
        "type T @key(fields: \"id\") { id: ID a(x: Int @fromContext(field: \"none { id }\")): Int }",
        NO_CONTEXT_IN_SELECTION);
  }

  @Test
  void refusesContextSelectionsThatDoNotFit() {
    refuses(
        "type P @context(name: \"p\") @key(fields: \"id\") { id: ID! t: T } type T @key(fields: \"id\") { id: ID! a(x: Int @fromContext(field: \"$p { id }\")): Int }",
        CONTEXT_INVALID_SELECTION);
    refuses(
        "type P @context(name: \"p\") @key(fields: \"id\") { id: ID! n: Int t: T } type T @key(fields: \"id\") { id: ID! a(x: Int @fromContext(field: \"$p { id n }\")): Int }",
        CONTEXT_INVALID_SELECTION);
  }

  @Test
  void refusesContextsWithoutAKeyToComeBackBy() {
    refuses(
        "type P @context(name: \"p\") @key(fields: \"id\") { id: ID! t: T } type T { a(x: ID @fromContext(field: \"$p { id }\")): Int }",
        CONTEXT_NO_RESOLVABLE_KEY);
  }

  @Test
  void refusesFederationLinksOfUnknownVersions() {
    Composition.ofRaw(
            "a",
            "extend schema @link(url: \"https://specs.apollo.dev/federation/v3.0\") type Query { a: Int }")
        .failsWith(UNKNOWN_FEDERATION_LINK_VERSION);
    Composition.ofRaw(
            "a",
            "extend schema @link(url: \"https://specs.apollo.dev/federation\") type Query { a: Int }")
        .failsWith(INVALID_LINK_IDENTIFIER);
    Composition.ofRaw(
            "a",
            "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.0\") @link(url: \"https://specs.apollo.dev/tag/v9.9\") type Query { a: Int }")
        .failsWith(UNKNOWN_LINK_VERSION);
  }

  @Test
  void refusesImportsThatFederationDoesNotHave() {
    Composition.ofRaw(
            "a",
            "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.0\", import: [\"@nope\"]) type Query { a: Int }")
        .failsWith(INVALID_LINK_DIRECTIVE_USAGE);
    var errors =
        Composition.ofRaw(
                "a",
                "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.0\", import: [\"key\"]) type Query { a: Int }")
            .failsWith(INVALID_LINK_DIRECTIVE_USAGE);
    assertThat(errors.getFirst().message()).contains("Did you mean directive \"@key\"");
  }

  @Test
  void refusesTypesThatTakeTheNamesOfRoots() {
    Composition.of("a", "schema { query: Q } type Q { a: Int } type Query { b: Int }")
        .failsWith(ROOT_QUERY_USED);
    Composition.of("a", "schema { query: Query } type Query { a: Int } type Mutation { b: Int }")
        .failsWith(ROOT_MUTATION_USED);
    Composition.of(
            "a", "schema { query: Query } type Query { a: Int } type Subscription { b: Int }")
        .failsWith(ROOT_SUBSCRIPTION_USED);
  }

  @Test
  void namesTheSubgraphAndThePlace() {
    var error =
        Composition.ofRaw("shop", "type Query {\n  a: Missing\n}")
            .failsWith(INVALID_GRAPHQL)
            .getFirst();
    assertThat(error.subgraphs()).containsExactly("shop");
    assertThat(error.coordinates()).containsExactly("Query.a");
    assertThat(error.locations()).hasToString("[SourceLocation[subgraph=shop, line=2, column=3]]");
  }

  @Test
  void refusesLinksThatAreNeededForWhatNobodyKnows() {
    refuses(
        "extend schema @link(url: \"https://example.org/vault/v1.0\", for: SECURITY)",
        UNSUPPORTED_LINKED_FEATURE);
  }

  @Test
  void refusesVersion1TypesOfWhichNothingIsLeft() {
    Composition.ofRaw(
            "a",
            "type Query { t: T } extend type T @key(fields: \"id\") { id: ID @external } extend type U { x: Int @external } type V { u: U }")
        .failsWith(TYPE_WITH_ONLY_UNUSED_EXTERNAL);
  }
}
