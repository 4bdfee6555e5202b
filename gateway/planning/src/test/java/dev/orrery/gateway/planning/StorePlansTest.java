package dev.orrery.gateway.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.planning.plan.PlanNode;
import dev.orrery.gateway.planning.world.Federation;
import org.junit.jupiter.api.Test;

/// Plans over the four subgraphs of a store: accounts, products, reviews, inventory.
class StorePlansTest {
  private final Federation store = Federation.of(Supergraph.read(Resources.text("store.graphql")));

  @Test
  void asksOneSubgraphOnceWhenItHasEverything() {
    assertThat(Federation.calls(store.plan("{ me { name birthday } }")))
        .containsExactly("accounts: query{me{name birthday}}");
  }

  @Test
  void rootFieldsOfSeveralSubgraphsRunInParallel() {
    var plan = store.plan("{ me { name } topProducts { name } }");
    assertThat(plan.root()).isInstanceOf(PlanNode.Parallel.class);
    assertThat(Federation.calls(plan))
        .containsExactly("accounts: query{me{name}}", "products: query{topProducts{name}}");
  }

  @Test
  void followsAKeyIntoTheNextSubgraph() {
    assertThat(Federation.calls(store.plan("{ me { reviews { body } } }")))
        .containsExactly(
            "accounts: query{me{id}}",
            "reviews: query($r0:[_Any!]!){_entities(representations:$r0){... on User{reviews{body}}}}");
  }

  @Test
  void passesOnTheVariablesThatAFetchUses() {
    var plan =
        store.plan(
            "query($n: Int, $id: ID!) { topProducts(first: $n) { upc } user(id: $id) { id } }");
    assertThat(Federation.calls(plan))
        .containsExactly(
            "products: query($n:Int){topProducts(first:$n){upc}}",
            "accounts: query($id:ID!){user(id:$id){id}}");
  }

  @Test
  void theHeavyQueryTakesNoMoreThanSevenCalls() {
    var plan =
        store.plan(
            """
            fragment User on User { id username name }
            fragment Review on Review { id body }
            fragment Product on Product { inStock name price shippingEstimate upc weight }
            query TestQuery {
              users {
                ...User
                reviews { ...Review product { ...Product reviews { ...Review author {
                  ...User reviews { ...Review product { ...Product } } } } } }
              }
              topProducts {
                ...Product
                reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } }
              }
            }
            """);
    assertThat(Federation.calls(plan)).hasSizeLessThanOrEqualTo(7);
  }

  @Test
  void equalEntitiesOfSeveralPlacesShareOneAlias() {
    var plan =
        store.plan(
            "{ me { reviews { product { name } } } users { reviews { product { name } } } }");
    var products = (PlanNode.EntityFetch) Federation.fetches(plan).getLast();
    assertThat(products.groups()).hasSize(1);
    assertThat(products.groups().getFirst().paths())
        .extracting(path -> path.text())
        .containsExactly("me.reviews.@.product", "users.@.reviews.@.product");
  }
}
