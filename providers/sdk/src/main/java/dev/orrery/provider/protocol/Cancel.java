package dev.orrery.provider.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Asks a provider to stop working on an order: `schemas/provider/cancel.json`.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Cancel(
    int protocol,
    String provider,
    String kind,
    String resourceId,
    @Nullable String jobId,
    @Nullable String stepId,
    String operationToken,
    @Nullable String reason,
    Instant issuedAt,
    @Nullable String traceparent) {
  public Cancel {
    Wire.demandProtocol(protocol);
    Wire.required(provider, "provider");
    Wire.required(kind, "kind");
    Wire.required(resourceId, "resourceId");
    Wire.required(operationToken, "operationToken");
    Wire.required(issuedAt, "issuedAt");
  }
}
