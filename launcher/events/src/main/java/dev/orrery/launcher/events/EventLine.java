package dev.orrery.launcher.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One event in one line, for people.
final class EventLine {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);
  private static final int WIDEST = 60;

  private EventLine() {}

  static String time(Instant instant) {
    return TIME.format(instant);
  }

  /// @param only the consumer that it is meant for alone, when it was sent again
  static String of(Instant stored, String subject, byte[] body, @Nullable String only) {
    String[] tokens = subject.split("\\.");
    String what = tokens.length > 2 ? tokens[1] + "." + tokens[2] : subject;
    String resource = tokens[tokens.length - 1];
    try {
      JsonNode event = JSON.readTree(body);
      JsonNode data = event.path("data");
      List<String> parts = new ArrayList<>();
      parts.add("v" + data.path("version").asText("?"));
      name(data).ifPresent(parts::add);
      List<String> changed = new ArrayList<>();
      data.path("changed").forEach(field -> changed.add(field.asText()));
      if (tokens.length > 2 && tokens[2].equals("updated") && !changed.isEmpty()) {
        parts.add("[" + cut(String.join(" ", changed)) + "]");
      }
      parts.add("by " + data.path("actor").asText("?"));
      if (only != null) {
        parts.add("(again, for %s alone)".formatted(only));
      }
      return "%s  %-22s %s  %s".formatted(time(stored), what, resource, String.join("  ", parts));
    } catch (IOException | RuntimeException unreadable) {
      return "%s  %-22s %s  (unreadable: %s)"
          .formatted(time(stored), what, resource, cut(new String(body, StandardCharsets.UTF_8)));
    }
  }

  private static Optional<String> name(JsonNode data) {
    JsonNode snapshot = data.path("after").isObject() ? data.path("after") : data.path("before");
    for (String field : List.of("name", "address", "network", "email", "kind")) {
      if (snapshot.path(field).isTextual()) {
        return Optional.of("\"" + cut(snapshot.path(field).asText()) + "\"");
      }
    }
    return Optional.empty();
  }

  static String cut(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= WIDEST ? line : line.substring(0, WIDEST - 1) + "…";
  }
}
