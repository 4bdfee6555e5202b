package dev.orrery.kit.testing;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Somebody who talks to a subgraph's `/graphql`, for tests.
///
/// ```java
/// Graph editor = Graph.as(tokens.of("user_...", Map.of(org, "EDITOR")));
/// editor.ask("{ sites { totalCount } }").getInt("data.sites.totalCount")
/// ```
public record Graph(@Nullable String token, long policyRevision) {

  public static Graph as(String token) {
    return new Graph(token, 0);
  }

  public static Graph anonymous() {
    return new Graph(null, 0);
  }

  /// The same, who wants to be answered by no older policy than that.
  public Graph since(long revision) {
    return new Graph(token, revision);
  }

  /// The whole answer, errors and all.
  public JsonPath ask(String operation, Map<String, ?> variables) {
    return JsonPath.from(text(operation, variables));
  }

  /// The same, as it came.
  public String text(String operation, Map<String, ?> variables) {
    RequestSpecification request = given().contentType(ContentType.JSON);
    if (token != null) {
      request = request.header("Authorization", "Bearer " + token);
    }
    if (policyRevision > 0) {
      request = request.header("Orrery-Policy-Revision", policyRevision);
    }
    Map<String, Object> body = new HashMap<>();
    body.put("query", operation);
    body.put("variables", variables);
    return request.body(body).post("/graphql").asString();
  }

  public JsonPath ask(String operation) {
    return ask(operation, Map.of());
  }

  /// The answer's `data`.
  ///
  /// @throws AssertionError when there are errors
  public JsonPath data(String operation, Map<String, ?> variables) {
    JsonPath answer = ask(operation, variables);
    if (answer.get("errors") != null) {
      throw new AssertionError("errors: " + answer.get("errors"));
    }
    return answer.setRootPath("data");
  }

  public JsonPath data(String operation) {
    return data(operation, Map.of());
  }

  /// The code of the only error.
  public String refusal(String operation, Map<String, ?> variables) {
    JsonPath answer = ask(operation, variables);
    if (answer.getList("errors") == null || answer.getList("errors").size() != 1) {
      throw new AssertionError("expected one error, got: " + answer.prettify());
    }
    return answer.getString("errors[0].extensions.code");
  }
}
