package dev.orrery.gateway.server.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The media types of a response, and which of them a client would rather have.
enum MediaType {
  JSON("application/json"),
  GRAPHQL_RESPONSE("application/graphql-response+json");

  private final String header;

  MediaType(String name) {
    this.header = name + "; charset=utf-8";
  }

  /// The value of `content-type`.
  String header() {
    return header;
  }

  /// The best of the two for an `accept` header; null when it excludes both.
  ///
  /// A client that has no preference gets `application/json`, which every client knows.
  static @Nullable MediaType negotiate(@Nullable String accept) {
    if (accept == null || accept.isBlank()) {
      return JSON;
    }
    double json = quality(accept, "application/json");
    double graphql = quality(accept, "application/graphql-response+json");
    if (json <= 0 && graphql <= 0) {
      return null;
    }
    // On a tie the one that is named wins over the one that a wildcard let in, then the one that is
    // named first.
    if (json == graphql) {
      int jsonAt = accept.indexOf("application/json");
      int graphqlAt = accept.indexOf("application/graphql-response+json");
      return graphqlAt >= 0 && (jsonAt < 0 || graphqlAt < jsonAt) ? GRAPHQL_RESPONSE : JSON;
    }
    return graphql > json ? GRAPHQL_RESPONSE : JSON;
  }

  /// Whether a browser is asking for a page.
  static boolean isBrowser(@Nullable String accept) {
    return accept != null
        && quality(accept, "text/html") > 0
        && accept.toLowerCase(Locale.ROOT).contains("text/html");
  }

  private static double quality(String accept, String type) {
    double best = -1;
    int bestSpecificity = -1;
    for (String range : accept.toLowerCase(Locale.ROOT).split(",")) {
      String[] parts = range.split(";");
      String name = parts[0].trim();
      int specificity =
          name.equals(type)
              ? 2
              : name.equals(type.substring(0, type.indexOf('/')) + "/*")
                  ? 1
                  : name.equals("*/*") ? 0 : -1;
      if (specificity <= bestSpecificity || excludesUtf8(parts)) {
        continue;
      }
      bestSpecificity = specificity;
      best = weight(parts);
    }
    return best;
  }

  private static boolean excludesUtf8(String[] parts) {
    for (String part : parts) {
      String parameter = part.trim();
      if (parameter.startsWith("charset=")
          && !parameter.replace("\"", "").equals("charset=utf-8")) {
        return true;
      }
    }
    return false;
  }

  private static double weight(String[] parts) {
    for (String part : parts) {
      String parameter = part.trim();
      if (parameter.startsWith("q=")) {
        try {
          return Double.parseDouble(parameter.substring(2));
        } catch (NumberFormatException e) {
          return 0; // a weight that is none excludes
        }
      }
    }
    return 1;
  }
}
