package dev.orrery.gateway.composition.supergraph;

import static org.assertj.core.api.Assertions.assertThat;

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

  @Test
  void printsWhatOthersMadeSoThatItReadsTheSame() throws IOException {
    var supergraph = read("guild.graphql");
    assertThat(Supergraph.read(supergraph.toSdl())).isEqualTo(supergraph);
  }
}
