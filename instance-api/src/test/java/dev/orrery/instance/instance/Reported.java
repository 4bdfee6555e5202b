package dev.orrery.instance.instance;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A provider's report under construction, as JSON.
record Reported(Map<String, Object> body) {

  static Reported of(String instance, int generation, String outcome) {
    Map<String, Object> body = new HashMap<>();
    body.put("protocol", 1);
    body.put("id", UUID.randomUUID().toString());
    body.put("provider", "simulator");
    body.put("kind", "compute");
    body.put("verb", "ensure");
    body.put("resourceId", instance);
    body.put("operationToken", "%s:%d:provision".formatted(instance, generation));
    body.put("fencingToken", generation);
    body.put("attempt", 1);
    body.put("generation", generation);
    body.put("outcome", outcome);
    body.put("at", Instant.now().toString());
    return new Reported(body);
  }

  static Reported ready(String instance, int generation, String powerState) {
    return of(instance, generation, "ready").seeing(powerState, "10.0.0.7");
  }

  static Reported progress(String instance, int generation, String message) {
    return of(instance, generation, "progress")
        .with("progress", Map.of("percent", 40, "message", message));
  }

  static Reported failed(String instance, int generation, String kind) {
    return of(instance, generation, "failed")
        .with("failure", Map.of("kind", kind, "code", "NO_ROOM", "message", "every host is full"));
  }

  static Reported gone(String instance, int generation) {
    return of(instance, generation, "gone").with("verb", "remove");
  }

  Reported seeing(String powerState, String... addresses) {
    return with(
        "observed",
        Map.of(
            "powerState",
            powerState,
            "addresses",
            List.of(addresses),
            "hostname",
            "web-1",
            "instanceType",
            Map.of("vcpus", 2, "memoryMib", 4096),
            "image",
            "debian-13",
            "providerReference",
            "sim-000017"));
  }

  Reported with(String field, @Nullable Object value) {
    Map<String, Object> more = new HashMap<>(body);
    more.put(field, value);
    return new Reported(more);
  }

  String subject() {
    return "reports.%s.%s.%s"
        .formatted(body.get("provider"), body.get("kind"), body.get("resourceId"));
  }
}
