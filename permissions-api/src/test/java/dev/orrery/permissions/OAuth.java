package dev.orrery.permissions;

import static io.restassured.RestAssured.given;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.Map;

/// The OAuth endpoints, as a client meets them.
public final class OAuth {
  private OAuth() {}

  public static Response post(String path, Map<String, String> form) {
    return given().formParams(form).post(path);
  }

  public static Response token(Map<String, String> form) {
    return post("/oauth/token", form);
  }

  public static Response signIn(String email, String password) {
    return token(Map.of("grant_type", "password", "username", email, "password", password));
  }

  public static Response refresh(String refreshToken) {
    return token(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
  }

  /// Whether the graph lets somebody in with a token.
  public static boolean lets(String token) {
    int status =
        given()
            .header("Authorization", "Bearer " + token)
            .contentType("application/json")
            .body("{\"query\": \"{ organizations { totalCount } }\"}")
            .post("/graphql")
            .statusCode();
    if (status != 200 && status != 401) {
      throw new AssertionError("status " + status);
    }
    return status == 200;
  }

  /// What the operator is told of a token.
  public static JsonPath inspect(String token) {
    return given()
        .auth()
        .preemptive()
        .basic("operator", OperatorResource.SECRET)
        .formParam("token", token)
        .post("/oauth/introspect")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  public static void setPassword(String user, String password) {
    People.operator()
        .data(
            "mutation($i: SetPasswordInput!) { setPassword(input: $i) { user { id } } }",
            Map.of("i", Map.of("user", user, "newPassword", password)));
  }
}
