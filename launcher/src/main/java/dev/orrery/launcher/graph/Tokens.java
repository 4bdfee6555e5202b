package dev.orrery.launcher.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Fetches access tokens with the operator's credential (client credentials, RFC 6749).
public final class Tokens {
  private static final String OPERATOR = "operator";

  private final URI permissions;
  private final String operatorSecret;

  public Tokens(URI permissions, String operatorSecret) {
    this.permissions = permissions;
    this.operatorSecret = operatorSecret;
  }

  /// A token of the platform's operator.
  public String operator() {
    return of(OPERATOR, operatorSecret);
  }

  /// A token of the user with that e-mail address.
  public String user(String email) {
    return fetch(
        OPERATOR,
        operatorSecret,
        "grant_type=client_credentials&subject="
            + URLEncoder.encode(email, StandardCharsets.UTF_8));
  }

  /// A token of whoever has that secret.
  ///
  /// @param client a service account's id
  public String of(String client, String secret) {
    return fetch(client, secret, "grant_type=client_credentials");
  }

  private String fetch(String client, String secret, String form) {
    String credential =
        Base64.getEncoder()
            .encodeToString("%s:%s".formatted(client, secret).getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(permissions.resolve("/oauth/token"))
            .header("Authorization", "Basic " + credential)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      JsonNode answer =
          new ObjectMapper()
              .readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
      if (!answer.has("access_token")) {
        throw new IllegalStateException(
            "permissions-api gives no token: "
                + answer.path("error_description").asText(answer.path("error").asText()));
      }
      return answer.get("access_token").asText();
    } catch (IOException broken) {
      throw new IllegalStateException(permissions + " does not answer: ./orrery status", broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }
}
