package dev.orrery.bench.gateway.shop;

import com.apollographql.federation.graphqljava.Federation;
import com.apollographql.federation.graphqljava._Entity;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import graphql.GraphQL;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The shop as four subgraphs, and as one plain schema to compare with.
public final class ShopSchemas {
  /// The subgraphs, in the order of their ports.
  public static final List<String> SUBGRAPHS =
      List.of("accounts", "inventory", "products", "reviews");

  static final ObjectMapper JSON = new ObjectMapper();

  private ShopSchemas() {}

  /// What inventory knows of a product that the gateway described to it.
  public record Stock(String upc, boolean inStock, int shippingEstimate) {}

  /// The text of a file of the shop: `accounts.graphql`, `query.graphql`, ...
  public static String text(String file) {
    try (var stream = ShopSchemas.class.getResourceAsStream("/shop/" + file)) {
      return new String(
          Objects.requireNonNull(stream, file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What every gateway must answer: the query over the shop without federation.
  public static String expected() {
    try {
      return JSON.writeValueAsString(
          Answers.execute(whole(), Map.of("query", text("query.graphql"))));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GraphQL whole() {
    RuntimeWiring wiring = query(Map.of("users", _ -> Shop.users(), "topProducts", topProducts()));
    return GraphQL.newGraphQL(
            new SchemaGenerator()
                .makeExecutableSchema(new SchemaParser().parse(text("whole.graphql")), wiring))
        .build();
  }

  /// One of [#SUBGRAPHS], by graphql-java.
  public static GraphQL subgraph(String name) {
    return switch (name) {
      case "accounts" ->
          federated(
              name,
              Map.of(
                  "me",
                  _ -> Shop.user("1"),
                  "user",
                  environment -> Shop.user(argument(environment, "id")),
                  "users",
                  _ -> Shop.users()));
      case "inventory" -> federated(name, Map.of("warehouses", _ -> 1));
      case "products" -> federated(name, Map.of("topProducts", topProducts()));
      case "reviews" ->
          federated(
              name,
              Map.of(
                  "review",
                  environment -> Shop.review(ShopSchemas.<String>argument(environment, "id"))));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static DataFetcher<Object> topProducts() {
    return environment -> Shop.topProducts(ShopSchemas.<Integer>argument(environment, "first"));
  }

  private static <T> T argument(DataFetchingEnvironment environment, String name) {
    return Objects.requireNonNull(environment.<T>getArgument(name), name);
  }

  private static RuntimeWiring query(Map<String, DataFetcher<Object>> fetchers) {
    return RuntimeWiring.newRuntimeWiring()
        .type(
            "Query",
            type -> {
              fetchers.forEach(type::dataFetcher);
              return type;
            })
        .build();
  }

  private static GraphQL federated(String name, Map<String, DataFetcher<Object>> fetchers) {
    var schema =
        Federation.transform(text(name + ".graphql"), query(fetchers))
            .fetchEntities(environment ->
                ShopSchemas.<List<Map<String, Object>>>argument(environment, _Entity.argumentName)
                    .stream()
                    .map(representation -> entity(name, representation))
                    .toList())
            .resolveEntityType(environment ->
                environment
                    .getSchema()
                    .getObjectType(
                        switch (environment.getObject()) {
                          case Shop.User _ -> "User";
                          case Shop.Review _ -> "Review";
                          default -> "Product";
                        }))
            .build();
    return GraphQL.newGraphQL(schema).build();
  }

  private static Object entity(String subgraph, Map<String, Object> representation) {
    String type = (String) Objects.requireNonNull(representation.get("__typename"));
    return switch (type) {
      case "User" -> Shop.user(text(representation, "id"));
      case "Review" -> Shop.review(text(representation, "id"));
      case "Product" ->
          subgraph.equals("inventory")
              ? stock(representation)
              : Shop.product(text(representation, "upc"));
      default -> throw new IllegalArgumentException(type);
    };
  }

  private static Stock stock(Map<String, Object> representation) {
    Shop.Product product = Shop.product(text(representation, "upc"));
    int estimate =
        representation.get("price") instanceof Number price
                && representation.get("weight") instanceof Number weight
            ? Shop.Product.shippingEstimate(price.intValue(), weight.intValue())
            : -1; // a gateway that does not bring what is required answers wrongly, and is found
    // out
    return new Stock(product.upc(), product.inStock(), estimate);
  }

  private static String text(Map<String, Object> representation, String key) {
    return (String) Objects.requireNonNull(representation.get(key), key);
  }
}
