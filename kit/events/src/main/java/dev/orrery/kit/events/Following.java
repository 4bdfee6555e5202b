package dev.orrery.kit.events;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which streams a handler's consumers belong on, by the server's own account.
final class Following {
  private Following() {}

  /// Stream names with the subjects to filter for; nothing while a stream does not exist yet.
  static Optional<Map<String, List<String>>> streams(Handler handler, Connection connection)
      throws IOException, JetStreamApiException {
    return switch (handler) {
      case MessageHandler<?> messages ->
          Optional.of(Map.of(messages.stream(), messages.subjects().stream().sorted().toList()));
      case EventHandler<?> events -> owners(events, connection);
    };
  }

  private static Optional<Map<String, List<String>>> owners(
      EventHandler<?> handler, Connection connection) throws IOException, JetStreamApiException {
    Map<String, List<String>> streams = new TreeMap<>();
    for (String event : handler.events().stream().sorted().toList()) {
      if (!isCovered(event, handler)) {
        String filter = Subjects.filterFor(event);
        List<String> owners = connection.jetStreamManagement().getStreamNames(filter);
        if (owners.isEmpty()) {
          return Optional.empty();
        }
        owners.forEach(
            stream -> streams.computeIfAbsent(stream, _ -> new ArrayList<>()).add(filter));
      }
    }
    return Optional.of(streams);
  }

  /// JetStream refuses filters that overlap.
  private static boolean isCovered(String event, EventHandler<?> handler) {
    String everyVerb = event.substring(0, event.indexOf('.') + 1) + "*";
    return !event.equals(everyVerb) && handler.events().contains(everyVerb);
  }
}
