package dev.orrery.launcher.graph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/// Talks to a GraphQL endpoint in somebody's name.
public final class GraphClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final URI endpoint;
  private final String token;

  public GraphClient(URI endpoint, String token) {
    this.endpoint = endpoint;
    this.token = token;
  }

  /// The answer's `data`.
  ///
  /// @throws GraphRefusal when the answer has errors
  public JsonNode ask(String operation, Map<String, ?> variables) {
    JsonNode answer = post(operation, variables);
    if (answer.path("errors").isArray() && !answer.path("errors").isEmpty()) {
      throw new GraphRefusal(answer.path("errors"));
    }
    return answer.path("data");
  }

  public JsonNode ask(String operation) {
    return ask(operation, Map.of());
  }

  private JsonNode post(String operation, Map<String, ?> variables) {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .header("Authorization", "Bearer " + token)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    JSON.valueToTree(Map.of("query", operation, "variables", variables))
                        .toString()))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return JSON.readTree(response.body());
    } catch (JsonProcessingException malformed) {
      throw new IllegalStateException(endpoint + " did not answer in JSON", malformed);
    } catch (IOException broken) {
      throw new IllegalStateException(
          "%s does not answer: is everything up? ./orrery status".formatted(endpoint), broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }
}
