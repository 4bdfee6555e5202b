package dev.orrery.kit.events;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.kit.ids.TypeId;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.MessageInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What a stream holds, in its order.
record Stream(Connection connection, String name) {

  List<Long> versionsOf(TypeId resource) throws IOException, JetStreamApiException {
    return events("changes.*.*.*." + resource).stream()
        .map(event -> event.path("data").path("version").asLong())
        .toList();
  }

  List<JsonNode> events(String subject) throws IOException, JetStreamApiException {
    List<JsonNode> events = new ArrayList<>();
    for (MessageInfo message : messages(subject)) {
      events.add(EventJson.parse(new String(message.getData(), StandardCharsets.UTF_8)));
    }
    return events;
  }

  List<MessageInfo> messages(String subject) throws IOException, JetStreamApiException {
    List<MessageInfo> messages = new ArrayList<>();
    long sequence = 1;
    while (true) {
      MessageInfo message;
      try {
        message = connection.jetStreamManagement().getNextMessage(name, sequence, subject);
      } catch (JetStreamApiException end) {
        if (end.getApiErrorCode() == 10037) {
          return messages;
        }
        throw end;
      }
      messages.add(message);
      sequence = message.getSeq() + 1;
    }
  }
}
