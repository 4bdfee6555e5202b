package dev.orrery.permissions;

import static io.restassured.RestAssured.given;

import dev.orrery.kit.testing.Graph;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// Operators and users, let in as in the running house.
public final class People {
  private People() {}

  public record Person(String id, String email, Graph graph) {}

  public static Graph operator() {
    return Graph.as(token(Map.of()));
  }

  public static String token(Map<String, String> more) {
    Map<String, String> form = new HashMap<>(Map.of("grant_type", "client_credentials"));
    form.putAll(more);
    return ask(form).then().statusCode(200).extract().path("access_token");
  }

  public static Response ask(Map<String, String> form) {
    return given()
        .auth()
        .preemptive()
        .basic("operator", OperatorResource.SECRET)
        .formParams(form)
        .post("/oauth/token");
  }

  public static Graph as(String email) {
    return Graph.as(token(Map.of("subject", email)));
  }

  public static String organization(Graph creator, String name) {
    return create(creator, "Organization", Map.of("name", name));
  }

  /// A user whose account belongs to an organization, with a role in it.
  public static Person user(String organization, String role) {
    String email = "u-%s@example.com".formatted(UUID.randomUUID());
    String id =
        create(
            operator(),
            "User",
            Map.of("organization", organization, "name", "Somebody", "email", email, "role", role));
    return new Person(id, email, as(email));
  }

  public static String create(Graph creator, String kind, Map<String, ?> input) {
    String field = kind.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + kind.substring(1);
    return creator
        .data(
            "mutation($i: Create%1$sInput!) { create%1$s(input: $i) { %2$s { id } } }"
                .formatted(kind, field),
            Map.of("i", input))
        .getString("create%s.%s.id".formatted(kind, field));
  }

  public static JsonPath membership(
      Graph by, String verb, String user, String organization, String role) {
    return membership(by, verb, wish(user, organization, role));
  }

  public static JsonPath membership(Graph by, String verb, Map<String, Object> wish) {
    return by.ask(
        "mutation($i: %1$sMembershipInput!) { %2$sMembership(input: $i) { user { memberships { role organization { id } } } } }"
            .formatted(verb, verb.toLowerCase(java.util.Locale.ROOT)),
        Map.of("i", wish));
  }

  /// @param role empty where a membership is to end
  public static Map<String, Object> wish(String user, String organization, String role) {
    int version =
        operator()
            .data("query($id: ID!) { user(id: $id) { version } }", Map.of("id", user))
            .getInt("user.version");
    Map<String, Object> wish =
        new HashMap<>(Map.of("id", user, "version", version, "organization", organization));
    if (!role.isEmpty()) {
      wish.put("role", role);
    }
    return wish;
  }

  public static String code(JsonPath answer) {
    return answer.getString("errors[0].extensions.code");
  }
}
