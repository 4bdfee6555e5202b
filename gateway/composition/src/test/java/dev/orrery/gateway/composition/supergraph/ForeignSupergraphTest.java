package dev.orrery.gateway.composition.supergraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.sdl.FieldSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Supergraphs that other tools make.
class ForeignSupergraphTest {
  private static Supergraph read(String name) throws IOException {
    try (var stream = ForeignSupergraphTest.class.getResourceAsStream("/supergraphs/" + name)) {
      assertThat(stream).as(name).isNotNull();
      return Supergraph.read(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void readsWhatTheGuildsComposerMakes() throws IOException {
    var supergraph = read("guild.graphql");
    assertThat(supergraph.subgraphs())
        .extracting(Subgraph::name)
        .containsExactlyInAnyOrder("accounts", "products", "reviews");
    var username = supergraph.composite("User").fields().get("username");
    assertThat(username.in("reviews").map(JoinField::external)).contains(true);
    assertThat(username.in("accounts").orElseThrow().resolvedHere()).isTrue();
    assertThat(supergraph.composite("Product").resolvableKeys("reviews"))
        .extracting(JoinType::key)
        .containsExactly(FieldSet.parse("upc"));
    assertThat(
            supergraph
                .composite("Product")
                .fields()
                .get("shippingEstimate")
                .in("reviews")
                .orElseThrow()
                .requires())
        .isEqualTo(FieldSet.parse("price weight"));
    assertThat(supergraph.apiSdl()).doesNotContain("join__", "link__");
  }

  private static final String OLD =
      """
      schema
        @link(url: "https://specs.apollo.dev/link/v1.0")
        @link(url: "https://specs.apollo.dev/join/%s", for: EXECUTION)
      { query: Query }
      enum join__Graph { A @join__graph(name: "a", url: "") B @join__graph(name: "b", url: "") }
      type Query @join__type(graph: A) @join__type(graph: B) {
        u: U @join__field(graph: A)
      }
      union U @join__type(graph: A) @join__type(graph: B) = S | T
      type S @join__type(graph: A) @join__type(graph: B) { x: Int }
      type T @join__type(graph: B) { x: Int }
      """;

  @Test
  void takesMembersOfOldSupergraphsFromWhoeverHasTheirTypes() {
    var supergraph = Supergraph.read(OLD.formatted("v0.2"));
    assertThat(supergraph.possibleTypesIn("U", "a")).containsExactly("S");
    assertThat(supergraph.possibleTypesIn("U", "b")).containsExactly("S", "T");
  }

  @Test
  void refusesSupergraphsThatSayTooLittleOrMoreThanIsKnown() {
    assertThatThrownBy(() -> Supergraph.read(OLD.formatted("v0.1")))
        .isInstanceOfSatisfying(
            InvalidSupergraph.class,
            it -> assertThat(it.code()).isEqualTo(ErrorCode.INVALID_FEDERATION_SUPERGRAPH))
        .hasMessageContaining("composed by federation 1 (join v0.1)")
        .hasMessageContaining("Compose the subgraphs");
    assertThatThrownBy(() -> Supergraph.read(OLD.formatted("v0.9")))
        .hasMessageContaining("it uses join v0.9, and this gateway reads v0.2, v0.3, v0.4, v0.5");
  }

  @Test
  void printsWhatOthersMadeSoThatItReadsTheSame() throws IOException {
    var supergraph = read("guild.graphql");
    assertThat(Supergraph.read(supergraph.toSdl())).isEqualTo(supergraph);
  }
}
