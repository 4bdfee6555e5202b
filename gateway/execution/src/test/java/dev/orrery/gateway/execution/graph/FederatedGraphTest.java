package dev.orrery.gateway.execution.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.execution.http.ForwardedHeaders;
import dev.orrery.gateway.execution.http.SubgraphSettings;
import dev.orrery.gateway.execution.testing.FederatedHouse;
import dev.orrery.gateway.execution.testing.Shop;
import dev.orrery.gateway.execution.testing.TestSubgraph;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FederatedGraphTest {
  private final TestSubgraph users = Shop.users();
  private final TestSubgraph products = Shop.products();
  private final TestSubgraph reviews = Shop.reviews();
  private FederatedHouse house;

  @BeforeEach
  void open() {
    house =
        new FederatedHouse(
            GraphSettings.STANDARD,
            SubgraphSettings.STANDARD
                .withTimeout(Duration.ofMillis(1_500))
                .withMaxResponseBytes(1_000_000),
            users,
            products,
            reviews);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void answersFromOneSubgraph() {
    assertThat(house.ask("{ me { id nick: name } }"))
        .isEqualTo("{\"data\":{\"me\":{\"id\":\"u1\",\"nick\":\"Name of u1\"}}}");
  }

  @Test
  void joinsThreeSubgraphsAndAsksForEachEntityOnce() {
    String answer = house.ask("{ topProducts { name reviews { body author { name } } } }");
    assertThat(answer)
        .isEqualTo(
            "{\"data\":{\"topProducts\":["
                + "{\"name\":\"Product p1\",\"reviews\":[{\"body\":\"Body of r1\",\"author\":{\"name\":\"Name of u1\"}},"
                + "{\"body\":\"Body of r3\",\"author\":{\"name\":\"Name of u2\"}}]},"
                + "{\"name\":\"Product p2\",\"reviews\":[{\"body\":\"Body of r2\",\"author\":{\"name\":\"Name of u1\"}}]},"
                + "{\"name\":\"Product p3\",\"reviews\":[]}]}}");
    assertThat(products.requests()).hasSize(1);
    assertThat(reviews.requests()).hasSize(1);
    assertThat(reviews.representations()).isEqualTo(3);
    assertThat(users.requests()).hasSize(1);
    assertThat(users.representations()).isEqualTo(2);
  }

  @Test
  void sendsRequiredFieldsAlong() {
    assertThat(house.ask("{ product(upc: \"p2\") { shippingEstimate } }"))
        .isEqualTo("{\"data\":{\"product\":{\"shippingEstimate\":20}}}");
  }

  @Test
  void passesVariablesOnAndFillsInDefaults() {
    String query = "query($n: Int = 1) { topProducts(first: $n) { upc } }";
    assertThat(house.ask(query)).isEqualTo("{\"data\":{\"topProducts\":[{\"upc\":\"p1\"}]}}");
    assertThat(house.ask(query, Map.of("n", 2)))
        .isEqualTo("{\"data\":{\"topProducts\":[{\"upc\":\"p1\"},{\"upc\":\"p2\"}]}}");
    assertThat(house.ask(query, Map.of("n", "two")))
        .contains("INVALID_ARGUMENT")
        .doesNotContain("data");
  }

  @Test
  void skipsFetchesThatNobodyWants() {
    String query = "query($with: Boolean!) { me { id reviews @include(if: $with) { body } } }";
    assertThat(house.ask(query, Map.of("with", false)))
        .isEqualTo("{\"data\":{\"me\":{\"id\":\"u1\"}}}");
    assertThat(reviews.requests()).isEmpty();
    assertThat(house.ask(query, Map.of("with", true))).contains("Body of r2");
    assertThat(reviews.requests()).hasSize(1);
  }

  @Test
  void writesUnionsByTheirRuntimeType() {
    assertThat(house.ask("{ search { __typename ... on Product { upc } ... on Note { text } } }"))
        .isEqualTo(
            "{\"data\":{\"search\":[{\"__typename\":\"Product\",\"upc\":\"p1\"},"
                + "{\"__typename\":\"Note\",\"text\":\"hi\"}]}}");
  }

  @Test
  void runsMutationsInOrder() {
    assertThat(
            house.ask(
                "mutation { a: rename(id: \"u1\", name: \"A\") { name reviews { id } } b: rename(id: \"u2\", name: \"B\") { name } }"))
        .isEqualTo(
            "{\"data\":{\"a\":{\"name\":\"A\",\"reviews\":[{\"id\":\"r1\"},{\"id\":\"r2\"}]},\"b\":{\"name\":\"B\"}}}");
  }

  @Test
  void answersTypenameWithoutAskingAnybody() {
    assertThat(house.ask("{ __typename }")).isEqualTo("{\"data\":{\"__typename\":\"Query\"}}");
    assertThat(users.requests()).isEmpty();
  }

  @Test
  void refusesIntrospectionInBadFaithAndSaysNothingElse() {
    assertThat(
            house.ask("{ a: __schema { queryType { name } } b: __schema { queryType { name } } }"))
        .startsWith("{\"data\":null,\"errors\":[{\"message\":\"Introspection: This request is not")
        .contains("\"code\":\"QUERY_TOO_COMPLEX\"")
        .doesNotContain("Cannot return null")
        .containsOnlyOnce("\"message\"");
    assertThat(
            house.ask(
                "{ me { id } a: __type(name: \"A\") { name } b: __type(name: \"B\") { name } }"))
        .startsWith("{\"data\":{\"me\":{\"id\":\"u1\"},\"a\":null,\"b\":null},\"errors\":[")
        .containsOnlyOnce("\"message\"");
  }

  @Test
  void answersIntrospectionBesideData() {
    assertThat(
            house.ask(
                "{ s: __schema { queryType { name } } me { id } user: __type(name: \"User\") { fields { name } } }"))
        .isEqualTo(
            "{\"data\":{\"s\":{\"queryType\":{\"name\":\"Query\"}},\"me\":{\"id\":\"u1\"},"
                + "\"user\":{\"fields\":[{\"name\":\"id\"},{\"name\":\"reviews\"},{\"name\":\"name\"},{\"name\":\"email\"}]}}}");
  }

  @Test
  void refusesIntrospectionThatNeverEnds() {
    assertThat(
            house.ask("{ a: __type(name: \"User\") { name } b: __type(name: \"User\") { name } }"))
        .contains("QUERY_TOO_COMPLEX");
    assertThat(house.ask("{ __schema { types { fields { type { fields { name } } } } } }"))
        .startsWith("{\"data\":null")
        .contains("QUERY_TOO_COMPLEX");
    assertThat(house.ask("{ __type(name: \"Nope\") { name } }"))
        .isEqualTo("{\"data\":{\"__type\":null}}");
  }

  @Test
  void keepsTheSubgraphsOwnEntryPointsToItself() {
    assertThat(house.ask("{ _service { sdl } }"))
        .contains("GRAPHQL_VALIDATION_FAILED")
        .doesNotContain("data");
    assertThat(house.ask("{ _entities(representations: []) { __typename } }"))
        .contains("GRAPHQL_VALIDATION_FAILED");
    assertThat(house.ask("{ __type(name: \"_Entity\") { name } }"))
        .isEqualTo("{\"data\":{\"__type\":null}}");
  }

  @Test
  void aHungSubgraphCostsItsFieldsOnly() {
    house.server("reviews").behave((_, _) -> {});
    long start = System.nanoTime();
    assertThat(house.ask("{ me { name reviews { body } } }"))
        .isEqualTo(
            "{\"data\":{\"me\":{\"name\":\"Name of u1\",\"reviews\":null}},\"errors\":["
                + "{\"message\":\"The service did not answer in time.\",\"path\":[\"me\",\"reviews\"],"
                + "\"extensions\":{\"code\":\"TIMEOUT\",\"service\":\"reviews\"}}]}");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2_500));
  }

  @Test
  void brokenAnswersCostTheirFieldsOnlyAndSayNothingOfTheCause() {
    String good = "{\"data\":{\"me\":{\"name\":\"Name of u1\",\"reviews\":null}},\"errors\":[{";
    var server = house.server("reviews");
    List<Runnable> faults =
        List.of(
            () -> server.always(200, "application/json", "{\"data\":{\"_entities\":[{\"revi"),
            () -> server.always(200, "text/html", "<html>hello</html>"),
            () -> server.always(502, "text/html", "<html>nginx/1.2 secret-host</html>"),
            () -> server.always(200, "application/json", "x".repeat(2_000_000)),
            () -> server.always(200, "application/json", "{\"data\":null}"),
            () -> server.always(200, "application/json", ""),
            () -> server.always(200, "application/json", "[".repeat(100_000)),
            () ->
                server.always(
                    200,
                    "application/json",
                    "{\"errors\":[{\"message\":\"secret-host refused\"}],\"data\":null}"),
            () -> server.behave((request, _) -> request.connection().close()));
    for (Runnable fault : faults) {
      fault.run();
      String answer = house.ask("{ me { name reviews { body } } }");
      assertThat(answer)
          .startsWith(good)
          .contains("\"path\":[\"me\"")
          .doesNotContain("secret", "nginx");
    }
    server.behaveWell();
    assertThat(house.ask("{ me { name reviews { id } } }")).doesNotContain("errors");
    assertThat(house.log()).hasSize(9).anyMatch(line -> line.contains("secret-host refused"));
  }

  @Test
  void nullsForEntitiesThatAreNotThereStopAtTheNearestNullablePlace() {
    house
        .server("users")
        .always(200, "application/json", "{\"data\":{\"_entities\":[null],\"a\":1}}");
    String answer = house.ask("{ latestReview { body author { name } } }");
    assertThat(answer)
        .startsWith(
            "{\"data\":{\"latestReview\":{\"body\":\"Body of r1\",\"author\":null}},\"errors\":[")
        .contains("\"path\":[\"latestReview\",\"author\"");
  }

  @Test
  void wrongTypesOfObjectsAreNulledWithAnError() {
    house
        .server("products")
        .always(
            200,
            "application/json",
            "{\"data\":{\"search\":[{\"__typename\":\"Ghost\",\"upc\":\"p1\"},{\"__typename\":\"Note\",\"text\":\"hi\"},{\"text\":\"?\"}]}}");
    assertThat(house.ask("{ search { ... on Product { upc } ... on Note { text } } }"))
        .startsWith("{\"data\":{\"search\":[null,{\"text\":\"hi\"},null]},\"errors\":[")
        .contains("\"path\":[\"search\",0]", "\"path\":[\"search\",2]")
        .doesNotContain("Ghost");
  }

  @Test
  void sharesIdenticalQueriesInFlightButNotBetweenCallers() {
    String query = "{ topProducts { name reviews { body } } }";
    house.ask(query);
    products.forgetRequests();
    var ann = ForwardedHeaders.NONE.with("authorization", "ann");
    var bob = ForwardedHeaders.NONE.with("authorization", "bob");
    house.server("products").behave(delayed(100));
    var replies =
        IntStream.range(0, 20)
            .mapToObj(i -> house.send(query, Map.of(), i < 10 ? ann : bob))
            .toList();
    assertThat(replies)
        .allSatisfy(r -> assertThat(GraphQlReply.body(r.join()).toString()).contains("Body of r3"));
    assertThat(products.requests()).hasSize(2);
  }

  private dev.orrery.gateway.execution.testing.SubgraphServer.Behaviour delayed(int milliseconds) {
    return (request, body) ->
        io.vertx.core.Vertx.currentContext()
            .owner()
            .setTimer(
                milliseconds,
                _ -> {
                  var answer = products.answer(values(body));
                  request
                      .response()
                      .putHeader("content-type", "application/json")
                      .end(
                          new dev.orrery.gateway.execution.json.JsonOutput(100)
                              .value(answer)
                              .toString());
                });
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> values(io.vertx.core.buffer.Buffer body) {
    return (Map<String, Object>)
        dev.orrery.gateway.execution.json.JsonValues.read(
            body.getBytes(), dev.orrery.gateway.execution.json.JsonLimits.STANDARD);
  }

  @Test
  void refusesWhatIsTooLargeWithoutAskingAnybody() {
    assertThat(
            house.ask(
                "{" + "me{reviews{product{reviews{product".repeat(4) + "{upc" + "}".repeat(22)))
        .contains("GRAPHQL_PARSE_FAILED");
    String deep = "{me{" + "reviews{product{reviews{author{".repeat(3) + "id" + "}".repeat(14);
    assertThat(house.ask(deep)).contains("QUERY_TOO_DEEP").doesNotContain("data");
    assertThat(house.ask("{" + "a:me{id}".repeat(6_000) + "}")).contains("QUERY_TOO_COMPLEX");
    assertThat(users.requests()).isEmpty();
  }
}
