package dev.orrery.gateway.composition;

import static dev.orrery.gateway.composition.findings.ErrorCode.DIRECTIVE_COMPOSITION_ERROR;
import static dev.orrery.gateway.composition.findings.ErrorCode.DISALLOWED_INACCESSIBLE;
import static dev.orrery.gateway.composition.findings.HintCode.DIRECTIVE_COMPOSITION_INFO;
import static dev.orrery.gateway.composition.findings.HintCode.DIRECTIVE_COMPOSITION_WARN;
import static dev.orrery.gateway.composition.findings.HintCode.IMPLICITLY_UPGRADED_FEDERATION_VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// `@composeDirective`, and specs that are linked by themselves.
class ComposedDirectivesTest {
  private static final String QUERY = "type Query { hello: String }\n";

  private static String linked(String version, String imports) {
    return "extend schema @link(url: \"https://example.org/x/%s\", import: [%s])\n"
        .formatted(version, imports);
  }

  private static String composed(String name) {
    return "extend schema @composeDirective(name: \"%s\")\n".formatted(name);
  }

  private static final String X = "directive @x(n: Int) on OBJECT | FIELD_DEFINITION\n";

  @Test
  void tellsOfSubgraphsThatLinkAnotherMajorWithoutComposing() {
    Composition.of("a", QUERY + linked("v1.0", "\"@x\"") + composed("@x") + X)
        .and("b", linked("v2.0", "\"@x\"") + X + "type T @x(n: 1) { a: Int }")
        .hints(DIRECTIVE_COMPOSITION_INFO);
  }

  @Test
  void tellsOfSubgraphsThatNameTheDirectiveOtherwiseWithoutComposing() {
    Composition.of("a", QUERY + linked("v1.0", "\"@x\"") + composed("@x") + X)
        .and(
            "b",
            linked("v1.0", "{name: \"@x\", as: \"@y\"}")
                + "directive @y(n: Int) on OBJECT type T @y { a: Int }")
        .hints(DIRECTIVE_COMPOSITION_WARN);
  }

  @Test
  void tellsThatSomeDirectivesAreComposedAnyway() {
    Composition.of("a", QUERY + composed("@tag")).hints(DIRECTIVE_COMPOSITION_INFO);
  }

  @Test
  void refusesToComposeWhatBelongsToSubgraphsOnly() {
    Composition.of("a", QUERY + composed("@key")).failsWith(DIRECTIVE_COMPOSITION_ERROR);
  }

  @Test
  void refusesNamesThatFederationUsesInTheSupergraph() {
    Composition.ofRaw(
            "a",
            """
            extend schema
              @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@composeDirective"])
              @link(url: "https://example.org/tag/v1.0", import: ["@tag"])
              @composeDirective(name: "@tag")
            directive @tag(n: Int) on OBJECT
            type Query @tag(n: 1) { hello: String }
            """)
        .and("b", "type T @tag(name: \"t\") { a: Int }")
        .failsWith(DIRECTIVE_COMPOSITION_ERROR);
  }

  @Test
  void letsACustomDirectiveHaveANameThatFederationDoesNotUseHere() {
    var supergraph =
        Composition.ofRaw(
                "a",
                """
                extend schema
                  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@composeDirective"])
                  @link(url: "https://example.org/policy/v1.0", import: ["@policy"])
                  @composeDirective(name: "@policy")
                directive @policy(n: Int) on OBJECT
                type Query @policy(n: 1) { hello: String }
                """)
            .result();
    assertThat(supergraph).isInstanceOf(CompositionResult.Composed.class);
    assertThat(((CompositionResult.Composed) supergraph).supergraph().toSdl())
        .contains("directive @policy(n: Int) on OBJECT", "@policy(n: 1)")
        .doesNotContain("specs.apollo.dev/policy");
  }

  @Test
  void refusesToHideWhatASpecDefines() {
    Composition.of(
            "a",
            QUERY
                + linked("v1.0", "\"@x\"")
                + composed("@x")
                + "directive @x(n: Int @inaccessible) on OBJECT")
        .failsWith(DISALLOWED_INACCESSIBLE);
    Composition.of("a", QUERY + "scalar String @inaccessible").failsWith(DISALLOWED_INACCESSIBLE);
  }

  @Test
  void tellsOfSpecsThatNeedANewerFederation() {
    Composition.ofRaw(
            "a",
            """
            extend schema
              @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key"])
              @link(url: "https://specs.apollo.dev/cost/v0.1", import: ["@cost"])
            type Query { hello: String @cost(weight: 2) }
            """)
        .hints(IMPLICITLY_UPGRADED_FEDERATION_VERSION);
  }
}
