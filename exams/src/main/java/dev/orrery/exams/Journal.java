package dev.orrery.exams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.PushSubscribeOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a stream holds, message by message, repeats included.
final class Journal {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Journal() {}

  /// Everything on that subject, in the stream's order.
  static List<JsonNode> read(House house, String stream, String subject) throws Exception {
    List<JsonNode> messages = new ArrayList<>();
    try (Connection nats = house.nats()) {
      var subscription =
          nats.jetStream()
              .subscribe(
                  subject, PushSubscribeOptions.builder().stream(stream).ordered(true).build());
      long expected = subscription.getConsumerInfo().getCalculatedPending();
      while (messages.size() < expected) {
        Message message = subscription.nextMessage(Duration.ofSeconds(5));
        if (message == null) {
          throw new IOException(
              "%s stopped after %d of %d".formatted(stream, messages.size(), expected));
        }
        messages.add(JSON.readTree(message.getData()));
      }
    }
    return messages;
  }

  /// Each resource has its versions from 1 without a gap and in order, and none of them twice.
  ///
  /// @param resources their ids
  /// @return how often each name is there that a resource of those was given
  /// @throws AssertionError with the first that is out of order
  static Map<String, Integer> inStrictOrder(List<JsonNode> events, Set<String> resources) {
    Map<String, Long> versions = new HashMap<>();
    Map<String, Integer> names = new HashMap<>();
    for (JsonNode event : events) {
      String resource = event.path("subject").asText();
      if (resources.contains(resource)) {
        long version = event.path("data").path("version").asLong();
        long before = versions.getOrDefault(resource, 0L);
        if (version != before + 1) {
          throw new AssertionError(
              "%s: version %d follows %d in the stream".formatted(resource, version, before));
        }
        versions.put(resource, version);
        names.merge(event.path("data").path("after").path("name").asText(), 1, Integer::sum);
      }
    }
    Set<String> silent = new HashSet<>(resources);
    silent.removeAll(versions.keySet());
    if (!silent.isEmpty()) {
      throw new AssertionError("%d resources have no event".formatted(silent.size()));
    }
    return names;
  }
}
