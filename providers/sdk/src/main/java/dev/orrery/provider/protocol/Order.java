package dev.orrery.provider.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a provider shall do: `schemas/provider/order.json`.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Order(
    int protocol,
    String provider,
    String kind,
    String verb,
    String resourceId,
    @Nullable String organization,
    @Nullable String jobId,
    @Nullable String stepId,
    long generation,
    @Nullable JsonNode desired,
    @Nullable Requested action,
    @Nullable Map<String, String> secrets,
    int attempt,
    String operationToken,
    long fencingToken,
    @Nullable Instant deadline,
    Instant issuedAt,
    @Nullable String traceparent) {
  public Order {
    Wire.demandProtocol(protocol);
    Wire.required(provider, "provider");
    Wire.required(kind, "kind");
    Wire.required(verb, "verb");
    Wire.required(resourceId, "resourceId");
    Wire.required(operationToken, "operationToken");
    Wire.required(issuedAt, "issuedAt");
    if (fencingToken < 1 || attempt < 1 || generation < 0) {
      throw new IllegalArgumentException("fencingToken and attempt start at 1, generation at 0");
    }
  }

  /// What `act` shall do.
  public record Requested(String name, @Nullable Map<String, Object> arguments) {}
}
