package dev.orrery.launcher.events;

import io.nats.client.Connection;
import io.nats.client.IterableConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one stream from a moment on, with a consumer of its own that leaves no trace. A server
/// that was away or forgot the consumer is asked again, from the next message on.
final class Following implements AutoCloseable {
  private static final Duration FORGET = Duration.ofMinutes(1);

  private final Connection connection;
  private final String stream;
  private final List<String> filters;
  private final Instant since;
  private long last;
  private long pending;
  private long reconnects;
  private @Nullable IterableConsumer messages;
  private @Nullable String consumer;
  private @Nullable Message head;

  Following(Connection connection, String stream, List<String> filters, Instant since) {
    this.connection = connection;
    this.stream = stream;
    this.filters = filters;
    this.since = since;
  }

  /// The next message, which stays the next one until [#take()]. Null when there was none within
  /// that time.
  @Nullable Message peek(Duration patience) throws InterruptedException {
    if (head == null) {
      try {
        head = messages().nextMessage(patience);
      } catch (JetStreamStatusCheckedException
          | JetStreamApiException
          | IOException
          | RuntimeException away) {
        messages = null;
        Thread.sleep(patience);
      }
    }
    return head;
  }

  void take() {
    Message taken = head;
    if (taken != null) {
      last = taken.metaData().streamSequence();
      pending = taken.metaData().pendingCount();
      head = null;
    }
  }

  /// Whether more was there when it was last looked.
  boolean hasBacklog() throws IOException, JetStreamApiException {
    var _ = messages();
    return head != null || pending > 0;
  }

  private IterableConsumer messages() throws IOException, JetStreamApiException {
    IterableConsumer open = messages;
    long now = connection.getStatistics().getReconnects();
    if (now != reconnects) {
      // What was asked for before is not answered any more.
      reconnects = now;
      open = null;
    }
    if (open == null) {
      ConsumerInfo info =
          connection.jetStreamManagement().addOrUpdateConsumer(stream, configuration());
      consumer = info.getName();
      pending = info.getNumPending();
      open = connection.getConsumerContext(stream, info.getName()).iterate();
      messages = open;
    }
    return open;
  }

  private ConsumerConfiguration configuration() {
    ConsumerConfiguration.Builder builder =
        ConsumerConfiguration.builder()
            .filterSubjects(filters)
            .ackPolicy(AckPolicy.None)
            .inactiveThreshold(FORGET);
    return last == 0
        ? builder
            .deliverPolicy(DeliverPolicy.ByStartTime)
            .startTime(since.atZone(ZoneOffset.UTC))
            .build()
        : builder.deliverPolicy(DeliverPolicy.ByStartSequence).startSequence(last + 1).build();
  }

  @Override
  public void close() {
    try {
      if (messages != null) {
        messages.close();
      }
      if (consumer != null) {
        connection.jetStreamManagement().deleteConsumer(stream, consumer);
      }
    } catch (Exception forgotten) {
      // The server forgets it by itself after a minute.
      Thread.onSpinWait();
    }
  }
}
