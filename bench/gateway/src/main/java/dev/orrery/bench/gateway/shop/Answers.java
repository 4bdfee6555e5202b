package dev.orrery.bench.gateway.shop;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import graphql.ExecutionInput;
import graphql.GraphQL;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// The answers of one subgraph.
///
/// A request is answered by graphql-java the first time that its bytes are seen, and from memory
/// from then on. Without that the subgraphs, which have one core together with the load, would be
/// what is measured.
final class Answers {
  private static final ObjectMapper JSON = ShopSchemas.JSON;
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final GraphQL graphql;
  private final Map<Body, ByteBuffer> known = new HashMap<>();
  private final AtomicLong asked = new AtomicLong();

  @SuppressWarnings("ArrayRecordComponent") // compared by content, below
  private record Body(byte[] bytes) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Body(var others) && Arrays.equals(bytes, others);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  Answers(GraphQL graphql) {
    this.graphql = graphql;
  }

  /// How many requests came, the repeated ones included.
  long asked() {
    return asked.get();
  }

  /// A whole HTTP response, positioned at its start. One thread at a time.
  ByteBuffer answer(byte[] body) {
    asked.incrementAndGet();
    return known.computeIfAbsent(new Body(body), this::compute).duplicate();
  }

  private ByteBuffer compute(Body body) {
    try {
      return http(JSON.writeValueAsBytes(execute(graphql, JSON.readValue(body.bytes, OBJECT))));
    } catch (IOException e) {
      return http(
          "{\"errors\":[{\"message\":\"The request is no JSON.\"}]}"
              .getBytes(StandardCharsets.UTF_8));
    }
  }

  /// The response to a request, both as JSON objects.
  static Map<String, Object> execute(GraphQL graphql, Map<String, Object> request) {
    ExecutionInput.Builder input =
        ExecutionInput.newExecutionInput().query(String.valueOf(request.get("query")));
    if (request.get("operationName") instanceof String name) {
      input.operationName(name);
    }
    if (request.get("variables") instanceof Map<?, ?> variables) {
      Map<String, Object> named = new HashMap<>();
      variables.forEach((name, value) -> named.put(String.valueOf(name), value));
      input.variables(named);
    }
    return graphql.execute(input.build()).toSpecification();
  }

  static ByteBuffer http(byte[] body) {
    byte[] head =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
            .formatted(body.length)
            .getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocateDirect(head.length + body.length).put(head).put(body).flip();
  }
}
