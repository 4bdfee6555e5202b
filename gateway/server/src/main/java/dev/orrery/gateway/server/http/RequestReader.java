package dev.orrery.gateway.server.http;

import dev.orrery.gateway.execution.json.JsonIndex;
import dev.orrery.gateway.execution.json.JsonLimits;
import dev.orrery.gateway.execution.json.JsonValues;
import dev.orrery.gateway.execution.json.KeyTable;
import dev.orrery.gateway.execution.json.MalformedJson;
import dev.orrery.gateway.execution.operation.GraphQlRequest;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads GraphQL requests out of bodies and query strings.
final class RequestReader {
  private static final KeyTable KEYS =
      KeyTable.of("query", "operationName", "variables", "extensions", "documentId");
  private static final int QUERY = KEYS.id("query");
  private static final int OPERATION_NAME = KEYS.id("operationName");
  private static final int VARIABLES = KEYS.id("variables");
  private static final int EXTENSIONS = KEYS.id("extensions");
  private static final int DOCUMENT_ID = KEYS.id("documentId");

  private final JsonLimits limits;

  /// What reading came to.
  sealed interface Reading {
    /// @param query null when only its id came
    /// @param documentId of a persisted document
    /// @param sha256 of a persisted document, as Apollo's clients name it
    record Request(
        @Nullable String query,
        @Nullable String operationName,
        Map<String, @Nullable Object> variables,
        boolean queryOnly,
        @Nullable String documentId,
        @Nullable String sha256)
        implements Reading {
      GraphQlRequest with(String document) {
        return new GraphQlRequest(document, operationName, variables, queryOnly);
      }
    }

    record Malformed(RequestProblem problem) implements Reading {}
  }

  RequestReader(int maxBytes) {
    this.limits = new JsonLimits(maxBytes, 64);
  }

  /// Why a body of this type is refused; null when it is JSON. Browsers send the types of forms,
  /// and plain text, to other sites without asking (CSRF), so no such body is ever looked at.
  static @Nullable RequestProblem checkContentType(@Nullable String contentType) {
    if (contentType == null) {
      return new RequestProblem(
          415, "UNSUPPORTED_MEDIA_TYPE", "The request has no content-type: send application/json.");
    }
    String[] parts = contentType.toLowerCase(Locale.ROOT).split(";");
    if (!parts[0].trim().equals("application/json")) {
      return new RequestProblem(
          415, "UNSUPPORTED_MEDIA_TYPE", "Only bodies of application/json are read.");
    }
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].trim().replace("\"", "");
      if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
        return new RequestProblem(415, "UNSUPPORTED_MEDIA_TYPE", "JSON is read as UTF-8 only.");
      }
    }
    return null;
  }

  Reading body(byte[] body) {
    JsonIndex index = new JsonIndex(KEYS);
    try {
      int root = index.read(body, body.length, limits);
      if (index.isArray(root)) {
        return malformed("Batches of requests are not served: send one request.");
      }
      if (!index.isObject(root)) {
        return malformed("A request is an object with the key query.");
      }
      return request(index, root);
    } catch (MalformedJson e) {
      return malformed("The body is no JSON: %s.".formatted(e.getMessage()));
    }
  }

  private static Reading request(JsonIndex index, int root) {
    int query = index.field(root, QUERY);
    int name = index.field(root, OPERATION_NAME);
    int variables = index.field(root, VARIABLES);
    int extensions = index.field(root, EXTENSIONS);
    int documentId = index.field(root, DOCUMENT_ID);
    if (isPresent(index, documentId) && !index.isString(documentId)) {
      return malformed("documentId must be a string.");
    }
    String sha256 =
        isPresent(index, extensions) && index.isObject(extensions)
            ? sha256(JsonValues.read(index, extensions))
            : null;
    boolean persisted = isPresent(index, documentId) || sha256 != null;
    if (persisted
        ? isPresent(index, query) && !index.isString(query)
        : query == 0 || !index.isString(query)) {
      return malformed("query must be a string.");
    }
    if (isPresent(index, name) && !index.isString(name)) {
      return malformed("operationName must be a string.");
    }
    if (isPresent(index, extensions) && !index.isObject(extensions)) {
      return malformed("extensions must be an object.");
    }
    if (isPresent(index, variables) && !index.isObject(variables)) {
      return malformed("variables must be an object.");
    }
    return new Reading.Request(
        isPresent(index, query) ? index.text(query) : null,
        isPresent(index, name) ? index.text(name) : null,
        isPresent(index, variables) ? members(JsonValues.read(index, variables)) : Map.of(),
        false,
        isPresent(index, documentId) ? index.text(documentId) : null,
        sha256);
  }

  private static @Nullable String sha256(@Nullable Object extensions) {
    return extensions instanceof Map<?, ?> all
            && all.get("persistedQuery") instanceof Map<?, ?> persisted
            && persisted.get("sha256Hash") instanceof String hash
        ? hash
        : null;
  }

  private static boolean isPresent(JsonIndex index, int node) {
    return node != 0 && !index.isNull(node);
  }

  /// Reads a GET request's parameters.
  Reading parameters(MultiMap parameters) {
    String query = parameters.get("query");
    String documentId = parameters.get("documentId");
    String sha256 = null;
    Map<String, @Nullable Object> variables = Map.of();
    for (String name : new String[] {"variables", "extensions"}) {
      String text = parameters.get(name);
      if (text == null || text.isEmpty()) {
        continue;
      }
      try {
        Object value = JsonValues.read(text.getBytes(StandardCharsets.UTF_8), limits);
        if (value != null && !(value instanceof Map)) {
          return malformed("The parameter %s must be a JSON object.".formatted(name));
        }
        if (name.equals("variables") && value != null) {
          variables = members(value);
        } else if (name.equals("extensions")) {
          sha256 = sha256(value);
        }
      } catch (MalformedJson e) {
        return malformed("The parameter %s is no JSON: %s.".formatted(name, e.getMessage()));
      }
    }
    if ((query == null || query.isEmpty()) && documentId == null && sha256 == null) {
      return malformed("The parameter query is missing.");
    }
    String operationName = parameters.get("operationName");
    return new Reading.Request(
        query == null || query.isEmpty() ? null : query,
        operationName == null || operationName.isEmpty() ? null : operationName,
        variables,
        true,
        documentId,
        sha256);
  }

  @SuppressWarnings("unchecked") // JSON objects have no other keys
  private static Map<String, @Nullable Object> members(@Nullable Object value) {
    return value == null
        ? Map.of()
        : Collections.unmodifiableMap((Map<String, @Nullable Object>) value);
  }

  private static Reading malformed(String message) {
    return new Reading.Malformed(RequestProblem.badRequest(message));
  }
}
