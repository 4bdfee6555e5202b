package dev.orrery.gateway.composition;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Makes up graphs around what random entities seldom come to: interface objects, provisions,
/// nested requirements, and federation 1.
final class RandomShapes {
  private final Random random;

  RandomShapes(long seed) {
    random = new Random(seed);
  }

  List<SubgraphSource> make() {
    return switch (random.nextInt(3)) {
      case 0 -> interfaceObjects();
      case 1 -> provisions();
      default -> version1();
    };
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private String maybe(int percent, String text) {
    return chance(percent) ? text : "";
  }

  private static SubgraphSource source(String name, String sdl) {
    return new SubgraphSource(name, "http://127.0.0.1/" + name, sdl);
  }

  private List<SubgraphSource> interfaceObjects() {
    var resolvable = maybe(15, ", resolvable: false");
    var owner =
        """
        type Query { pets: [Pet] %s }
        interface Pet @key(fields: "id"%s) { id: ID! name: String }
        type Ant implements Pet @key(fields: "id") { id: ID! name: String %s legs: Int }
        type Bee implements Pet @key(fields: "id"%s) { id: ID! name: String }
        """
            .formatted(
                maybe(50, "ant: Ant"),
                resolvable,
                maybe(30, "@shareable"),
                maybe(15, ", resolvable: false"));
    var fur =
        """
        type Query { furs: [Pet] }
        type Pet @interfaceObject @key(fields: "id") { id: ID! fur: Int %s %s }
        """
            .formatted(
                maybe(30, "name: String @external loud: String @requires(fields: \"name\")"),
                maybe(30, "mark: Int @shareable"));
    var tail =
        """
        type Pet @interfaceObject @key(fields: "id"%s) { id: ID! tail: Int %s %s }
        """
            .formatted(
                maybe(15, ", resolvable: false"),
                maybe(40, "fur: Int @external long: Int @requires(fields: \"fur\")"),
                maybe(30, "mark: Int" + maybe(70, " @shareable")));
    var sources = new ArrayList<SubgraphSource>();
    sources.add(source("owner", Composition.V2 + owner));
    sources.add(source("fur", Composition.V2 + fur));
    if (chance(60)) {
      sources.add(source("tail", Composition.V2 + tail));
    }
    return sources;
  }

  private List<SubgraphSource> provisions() {
    var key = maybe(50, ", resolvable: false");
    var owner =
        """
        type Query { book: Book }
        type Book @key(fields: "id"%s) { id: ID! title: String @shareable size: Size %s pages: Int }
        type Size { width: Int%s height: Int%s }
        """
            .formatted(
                key, maybe(70, "@shareable"), maybe(80, " @shareable"), maybe(80, " @shareable"));
    var shop =
        """
        type Query { first: Book %s }
        type Book @key(fields: "id") {
          id: ID! title: String @external size: Size @external
          area: Int @requires(fields: "size { width %s }") %s
        }
        type Size @shareable { width: Int height: Int }
        """
            .formatted(
                maybe(80, "@provides(fields: \"title\")"),
                maybe(50, "height"),
                "label: String @requires(fields: \"title\")");
    var other =
        """
        type Book @key(fields: "id"%s) { id: ID! area: Int @external price: Int @requires(fields: "area") }
        """
            .formatted(maybe(20, ", resolvable: false"));
    var sources = new ArrayList<SubgraphSource>();
    sources.add(source("owner", Composition.V2 + owner));
    sources.add(source("shop", Composition.V2 + shop));
    if (chance(50)) {
      sources.add(source("other", Composition.V2 + other));
    }
    return sources;
  }

  private List<SubgraphSource> version1() {
    var users =
        """
        type Query { me: User }
        type User @key(fields: "id") %s { id: ID! name: String address: Address }
        type Address { city: String %s }
        """
            .formatted(maybe(30, "@key(fields: \"name\")"), maybe(40, "zip: String"));
    var reviews =
        """
        %s { reviews: [Review] }
        type Review { body: String author: User %s }
        extend type User @key(fields: "id") {
          id: ID! @external name: String @external %s
          reviews: [Review] %s
        }
        %s
        """
            .formatted(
                chance(50) ? "extend type Query" : "type Query",
                maybe(60, "@provides(fields: \"name\")"),
                maybe(30, "unused: Int @external"),
                maybe(50, "greeting: String @requires(fields: \"name\")"),
                maybe(40, "type Address { city: String }"));
    var fresh =
        """
        type User @key(fields: "id") { id: ID! score: Int %s }
        """
            .formatted(maybe(30, "name: String @shareable"));
    var sources = new ArrayList<SubgraphSource>();
    sources.add(source("users", users));
    sources.add(source("reviews", reviews));
    if (chance(50)) {
      sources.add(source("fresh", Composition.V2 + fresh));
    }
    return sources;
  }
}
