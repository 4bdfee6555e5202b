package dev.orrery.exams;

import com.fasterxml.jackson.databind.JsonNode;
import io.nats.client.Connection;
import io.nats.client.api.ConsumerInfo;
import java.util.List;

/// What one consumer has done with its messages: parked them, or not looked at them yet.
record DeadLetterOffice(House house, String consumer, String stream) {

  List<JsonNode> letters() throws Exception {
    return Journal.read(house, "DEADLETTERS", "deadletters.%s.>".formatted(consumer));
  }

  /// How many messages it has not finished.
  long lag() throws Exception {
    try (Connection nats = house.nats()) {
      ConsumerInfo info = nats.jetStreamManagement().getConsumerInfo(stream, consumer);
      return info.getNumPending() + info.getNumAckPending();
    }
  }

  /// Neither in NATS nor in the database, where the waiting room of the consumer is.
  void mustHaveNothingWaiting() throws Exception {
    long lag = lag();
    long deferred =
        house
            .databases()
            .number(
                "handlers",
                "select count(*) from inbox_deferred where consumer = '%s'".formatted(consumer));
    if (lag + deferred > 0) {
      throw new AssertionError(
          "%s has not finished %d messages, and %d wait in the database"
              .formatted(consumer, lag, deferred));
    }
  }

  /// Drives everything again, as an operator does.
  void redrive() {
    var _ = house.orrery("events", "redrive", "--consumer", consumer);
  }
}
