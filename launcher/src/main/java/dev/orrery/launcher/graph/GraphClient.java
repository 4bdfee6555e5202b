package dev.orrery.launcher.graph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Talks to a GraphQL endpoint in somebody's name.
public final class GraphClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http;
  private final URI endpoint;
  private final String token;
  private final Map<String, String> headers;

  public GraphClient(URI endpoint, String token) {
    this(HttpClient.newBuilder().connectTimeout(PATIENCE).build(), endpoint, token, Map.of());
  }

  private GraphClient(HttpClient http, URI endpoint, String token, Map<String, String> headers) {
    this.http = http;
    this.endpoint = endpoint;
    this.token = token;
    this.headers = headers;
  }

  /// A client that says the same with one header more; its connections are shared with this one.
  public GraphClient with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new GraphClient(http, endpoint, token, Map.copyOf(more));
  }

  /// A client that says the same somewhere else.
  public GraphClient at(URI other) {
    return new GraphClient(http, other, token, headers);
  }

  /// The answer's `data`.
  ///
  /// @throws GraphRefusal when the answer has errors
  public JsonNode ask(String operation, Map<String, ?> variables) {
    return asked(operation, variables).data();
  }

  /// The answer's `data`, and the headers it came with.
  public record Answered(JsonNode data, HttpHeaders headers) {}

  /// @throws GraphRefusal when the answer has errors
  public Answered asked(String operation, Map<String, ?> variables) {
    HttpResponse<String> response = post(operation, variables);
    JsonNode answer = read(response.body());
    if (answer.path("errors").isArray() && !answer.path("errors").isEmpty()) {
      throw new GraphRefusal(answer.path("errors"));
    }
    return new Answered(answer.path("data"), response.headers());
  }

  public JsonNode ask(String operation) {
    return ask(operation, Map.of());
  }

  private JsonNode read(String answer) {
    try {
      return JSON.readTree(answer);
    } catch (JsonProcessingException malformed) {
      throw new IllegalStateException(endpoint + " did not answer in JSON", malformed);
    }
  }

  private HttpResponse<String> post(String operation, Map<String, ?> variables) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .header("Authorization", "Bearer " + token)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    JSON.valueToTree(Map.of("query", operation, "variables", variables))
                        .toString()));
    headers.forEach(request::header);
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException broken) {
      throw new IllegalStateException(
          "%s does not answer: is everything up? ./orrery status".formatted(endpoint), broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }
}
