package dev.orrery.gateway.server.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;

/// Tells browsers which sites' scripts may send requests here and read the answers (CORS, in the
/// Fetch standard). Credentials of the browser never count: identity is in the `authorization`
/// header, which a script has to know.
final class Cors {
  private final Set<String> origins;

  /// @param origins such as `https://app.example.com`, or `*` for any
  Cors(Set<String> origins) {
    this.origins = Set.copyOf(origins);
  }

  /// Adds what the browser wants to know.
  ///
  /// @return whether that was all that was asked for
  boolean answers(HttpServerRequest request) {
    String origin = request.getHeader("origin");
    if (origin == null || origins.isEmpty()) {
      return false;
    }
    boolean any = origins.contains("*");
    boolean allowed = any || origins.contains(origin);
    HttpServerResponse response = request.response();
    if (!any) {
      response.putHeader("vary", "origin");
    }
    if (allowed) {
      response.putHeader("access-control-allow-origin", any ? "*" : origin);
    }
    if (!request.method().equals(HttpMethod.OPTIONS)
        || request.getHeader("access-control-request-method") == null) {
      return false;
    }
    if (allowed) {
      response
          .putHeader("access-control-allow-methods", "GET, POST")
          .putHeader("access-control-max-age", "3600");
      String headers = request.getHeader("access-control-request-headers");
      if (headers != null) {
        response.putHeader("access-control-allow-headers", headers);
      }
    }
    response.setStatusCode(204).end();
    return true;
  }
}
