package dev.orrery.gateway.composition.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.composition.Composition;
import dev.orrery.gateway.composition.findings.CompositionError;
import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContractTest {
  private static final Supergraph SUPERGRAPH =
      Composition.of(
              "a",
              """
              type Query {
                products: [Product] @tag(name: "public")
                audit(reason: String, secret: String @tag(name: "internal")): [Entry] @tag(name: "partner")
              }
              type Product @tag(name: "public") {
                id: ID!
                cost: Int @tag(name: "internal")
                kind: Kind
              }
              enum Kind @tag(name: "public") { GOOD SECRET @tag(name: "internal") }
              type Entry @tag(name: "partner") { at: String }
              """)
          .composes();

  private static Supergraph filtered(Set<String> include, Set<String> exclude) {
    return switch (new Contract(include, exclude, true).apply(SUPERGRAPH)) {
      case ContractResult.Filtered(var supergraph) -> supergraph;
      case ContractResult.Refused(var errors) -> throw new AssertionError(errors.toString());
    };
  }

  @Test
  void hidesWhatIsExcluded() {
    var api = filtered(Set.of(), Set.of("internal")).apiSdl();
    assertThat(api).contains("audit(reason: String)", "GOOD").doesNotContain("cost", "SECRET");
  }

  @Test
  void showsOnlyWhatIsIncluded() {
    var api = filtered(Set.of("public"), Set.of("internal")).apiSdl();
    assertThat(api).contains("products", "type Product").doesNotContain("audit", "Entry", "cost");
  }

  @Test
  void keepsWhatItHidesForPlanning() {
    var supergraph = filtered(Set.of("public"), Set.of());
    assertThat(supergraph.composite("Entry").inaccessible()).isTrue();
    assertThat(supergraph.composite("Query").fields()).containsKey("audit");
    assertThat(Supergraph.read(supergraph.toSdl())).isEqualTo(supergraph);
  }

  @Test
  void leavesASupergraphAloneWithoutTags() {
    assertThat(filtered(Set.of(), Set.of()).apiSdl()).isEqualTo(SUPERGRAPH.apiSdl());
  }

  @Test
  void refusesAVariantThatShowsFieldsOfHiddenTypes() {
    var supergraph =
        Composition.of(
                "a", "type Query { a: Int s: Secret } type Secret @tag(name: \"x\") { b: Int }")
            .composes();
    var result = new Contract(Set.of(), Set.of("x"), true).apply(supergraph);
    assertThat(result).isInstanceOf(ContractResult.Refused.class);
    assertThat(((ContractResult.Refused) result).errors())
        .extracting(CompositionError::code)
        .containsExactly(ErrorCode.REFERENCED_INACCESSIBLE);
  }
}
