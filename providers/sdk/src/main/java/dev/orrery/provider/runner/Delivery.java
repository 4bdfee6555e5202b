package dev.orrery.provider.runner;

import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/// One message as it came in. It is kept alive until exactly one of `done`, `later` and `drop` was
/// called.
final class Delivery {
  private static final byte[] ACK = "+ACK".getBytes(StandardCharsets.US_ASCII);

  private final Message message;
  private final Consumer<Delivery> released;

  Delivery(Message message, Consumer<Delivery> released) {
    this.message = message;
    this.released = released;
  }

  String subject() {
    return message.getSubject();
  }

  byte[] body() {
    return message.getData();
  }

  long streamSequence() {
    return message.metaData().streamSequence();
  }

  void stillWorking() {
    message.inProgress();
  }

  /// The effect and the report are durable: it never comes again.
  void done() {
    released.accept(this);
    message.ack();
  }

  /// It comes again after this long, from the stream, whatever happens to this process.
  void later(Duration after) {
    released.accept(this);
    message.nakWithDelay(after);
  }

  /// After `later`: it need not come again.
  void notAgain() {
    var connection = message.getConnection();
    var where = message.getReplyTo();
    // The client lets nobody say two things about one message, and the server does.
    if (connection != null && where != null) {
      connection.publish(where, ACK);
    }
  }

  /// Says nothing: it comes again when NATS has waited long enough.
  void drop() {
    released.accept(this);
  }
}
