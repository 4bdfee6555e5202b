package dev.orrery.bench.gateway.shop;

import java.util.List;

/// The data: few things that point at each other often, so that a query of five levels meets the
/// same entities again and again, as queries of real graphs do.
final class Shop {
  private static final String TEXT =
      """
      Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut \
      labore et dolore magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco \
      laboris nisi ut aliquip ex ea commodo consequat. Duis aute irure dolor.\
      """;

  private static final List<User> USERS =
      List.of(
          new User("1", "Ada Lovelace", "ada", 1_815),
          new User("2", "Grace Hopper", "grace", 1_906),
          new User("3", "Barbara Liskov", "barbara", 1_939),
          new User("4", "Margaret Hamilton", "margaret", 1_936),
          new User("5", "Frances Allen", "frances", 1_932),
          new User("6", "Radia Perlman", "radia", 1_951));

  private static final List<Product> PRODUCTS =
      List.of(
          new Product("1", "Table", 899, 100),
          new Product("2", "Couch", 1_299, 1_000),
          new Product("3", "Glass", 15, 20),
          new Product("4", "Chair", 499, 100),
          new Product("5", "TV", 1_299, 1_000),
          new Product("6", "Lamp", 6_999, 300),
          new Product("7", "Grill", 3_999, 2_000),
          new Product("8", "Fridge", 100_000, 6_000),
          new Product("9", "Sofa", 9_999, 800));

  /// Author and product of each review, by position.
  private static final List<Review> REVIEWS =
      List.of(
          review(1, 1, 1),
          review(2, 1, 1),
          review(3, 1, 1),
          review(4, 1, 1),
          review(5, 2, 1),
          review(6, 2, 1),
          review(7, 3, 2),
          review(8, 4, 2),
          review(9, 5, 3),
          review(10, 6, 4),
          review(11, 6, 5));

  private Shop() {}

  /// @param birthday the year
  public record User(String id, String name, String username, int birthday) {
    public List<Review> reviews() {
      return REVIEWS.stream().filter(review -> review.author == this).toList();
    }
  }

  public record Product(String upc, String name, int price, int weight) {
    public List<Review> reviews() {
      return REVIEWS.stream().filter(review -> review.product == this).toList();
    }

    public boolean inStock() {
      return weight % 40 != 0;
    }

    public int shippingEstimate() {
      return shippingEstimate(price, weight);
    }

    /// What inventory computes from the two values that the gateway has to bring along.
    static int shippingEstimate(int price, int weight) {
      return price > 1_000 ? 0 : weight / 2;
    }
  }

  public record Review(String id, String body, User author, Product product) {}

  private static Review review(int id, int user, int product) {
    return new Review(
        Integer.toString(id),
        "%d. %s".formatted(id, TEXT),
        USERS.get(user - 1),
        PRODUCTS.get(product - 1));
  }

  static List<User> users() {
    return USERS;
  }

  static List<Product> topProducts(int first) {
    return PRODUCTS.subList(0, Math.min(first, PRODUCTS.size()));
  }

  static User user(String id) {
    return USERS.get(Integer.parseInt(id) - 1);
  }

  static Product product(String upc) {
    return PRODUCTS.get(Integer.parseInt(upc) - 1);
  }

  static Review review(String id) {
    return REVIEWS.get(Integer.parseInt(id) - 1);
  }
}
