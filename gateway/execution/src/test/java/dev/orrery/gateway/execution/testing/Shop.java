package dev.orrery.gateway.execution.testing;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Three subgraphs that share products and users.
public final class Shop {
  private static final String LINK =
      """
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
        import: ["@key", "@external", "@requires", "@provides", "@shareable"])
      """;

  private Shop() {}

  public static TestSubgraph users() {
    return new TestSubgraph(
            "users",
            LINK
                + """
                type Query { me: User users: [User!]! user(id: ID!): User }
                type Mutation { rename(id: ID!, name: String!): User }
                type User @key(fields: "id") { id: ID! name: String! email: String }
                """)
        .root("me", user("u1"))
        .root("users", List.of(user("u1"), user("u2")))
        .root("user", e -> user(e.getArgument("id")))
        .root(
            "rename",
            e -> Map.of("id", e.getArgument("id"), "name", e.getArgument("name"), "email", "x"))
        .entity("User", user("u1"))
        .entity("User", user("u2"));
  }

  private static Map<String, Object> user(String id) {
    return Map.of("id", id, "name", "Name of " + id, "email", id + "@example.org");
  }

  public static TestSubgraph products() {
    return new TestSubgraph(
            "products",
            LINK
                + """
                type Query { topProducts(first: Int = 3): [Product] product(upc: ID!): Product search: [Found] }
                type Product @key(fields: "upc") { upc: ID! name: String price: Int weight: Int }
                type Note { text: String! }
                union Found = Product | Note
                """)
        .root(
            "topProducts",
            e ->
                List.of(product("p1"), product("p2"), product("p3"))
                    .subList(0, e.<Integer>getArgument("first")))
        .root("product", e -> product(e.getArgument("upc")))
        .root("search", List.of(product("p1"), Map.of("__typename", "Note", "text", "hi")))
        .entity("Product", product("p1"))
        .entity("Product", product("p2"))
        .entity("Product", product("p3"));
  }

  private static Map<String, Object> product(String upc) {
    int number = Integer.parseInt(upc.substring(1));
    return Map.of(
        "__typename",
        "Product",
        "upc",
        upc,
        "name",
        "Product " + upc,
        "price",
        100 * number,
        "weight",
        number);
  }

  public static TestSubgraph reviews() {
    Function<Map<String, Object>, Object> shipping =
        representation -> ((Number) representation.get("weight")).intValue() * 10;
    return new TestSubgraph(
            "reviews",
            LINK
                + """
                type Query { latestReview: Review }
                type Review @key(fields: "id") { id: ID! body: String! author: User product: Product }
                type User @key(fields: "id") { id: ID! reviews: [Review!] }
                type Product @key(fields: "upc") {
                  upc: ID! weight: Int @external reviews: [Review] shippingEstimate: Int @requires(fields: "weight")
                }
                """)
        .root("latestReview", review("r1", "u1", "p1"))
        .entity(
            "User",
            Map.of(
                "id", "u1", "reviews", List.of(review("r1", "u1", "p1"), review("r2", "u1", "p2"))))
        .entity("User", Map.of("id", "u2", "reviews", List.of(review("r3", "u2", "p1"))))
        .entity(
            "Product",
            Map.of(
                "upc",
                "p1",
                "reviews",
                List.of(review("r1", "u1", "p1"), review("r3", "u2", "p1")),
                "shippingEstimate",
                shipping))
        .entity(
            "Product",
            Map.of(
                "upc",
                "p2",
                "reviews",
                List.of(review("r2", "u1", "p2")),
                "shippingEstimate",
                shipping))
        .entity("Product", Map.of("upc", "p3", "reviews", List.of(), "shippingEstimate", shipping));
  }

  private static Map<String, Object> review(String id, String user, String product) {
    return Map.of(
        "id",
        id,
        "body",
        "Body of " + id,
        "author",
        Map.of("id", user),
        "product",
        Map.of("upc", product));
  }
}
