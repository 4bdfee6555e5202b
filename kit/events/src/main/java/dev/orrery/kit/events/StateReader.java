package dev.orrery.kit.events;

import dev.orrery.kit.background.RecurringWork;
import io.nats.client.Connection;
import io.nats.client.IterableConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.StreamContext;
import io.nats.client.api.OrderedConsumerConfiguration;
import io.nats.client.api.StreamState;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Reads a stream for a [StateFollower], for as long as the process runs.
///
/// That the picture is complete is known by asking the stream for its last sequence, not guessed
/// from silence: a server that hangs is silent, too.
final class StateReader<M> {
  private static final Logger LOG = Logger.getLogger(StateReader.class);
  private static final Duration TICK = Duration.ofSeconds(1);

  private final StateFollower<M> follower;
  private final NatsLink nats;
  private final RecurringWork work;
  private boolean complained;

  StateReader(StateFollower<M> follower, NatsLink nats) {
    this.follower = follower;
    this.nats = nats;
    this.work =
        new RecurringWork("state-of-" + follower.stream(), TICK, this::round, this::complain);
  }

  void start() {
    work.start();
  }

  void stop() throws InterruptedException {
    work.stop();
  }

  private void round()
      throws IOException,
          JetStreamApiException,
          JetStreamStatusCheckedException,
          InterruptedException {
    Optional<Connection> connection = nats.connected();
    if (connection.isPresent()) {
      follow(connection.get());
    } else {
      nats.awaitChange(TICK);
    }
  }

  private void follow(Connection connection)
      throws IOException,
          JetStreamApiException,
          JetStreamStatusCheckedException,
          InterruptedException {
    StreamContext stream = connection.getStreamContext(follower.stream());
    IterableConsumer messages =
        stream.createOrderedConsumer(new OrderedConsumerConfiguration()).iterate();
    try {
      long seen = 0;
      while (connection.getStatus() == Connection.Status.CONNECTED) {
        @Nullable Message message = messages.nextMessage(TICK);
        if (message != null) {
          apply(Incoming.of(message));
          seen = message.metaData().streamSequence();
        }
        if (message == null && !isLast(stream, seen)) {
          return; // a restarted server has forgotten the consumer; a new one tells at once
        }
        if (message == null || message.metaData().pendingCount() == 0) {
          follower.complete();
          complained = false;
        }
      }
    } finally {
      messages.stop();
    }
  }

  private static boolean isLast(StreamContext stream, long seen)
      throws IOException, JetStreamApiException {
    StreamState state = stream.getStreamInfo().getStreamState();
    return state.getMsgCount() == 0 || seen == state.getLastSequence();
  }

  private void apply(Incoming message) {
    if (!follower.follows(message.subject())) {
      return;
    }
    try {
      follower.apply(
          new Received<>(
              message.subject(),
              message.messageId(),
              EventJson.as(EventJson.parse(message.body()), follower.body()),
              message.storedAt(),
              message.trace()));
    } catch (RuntimeException unusable) {
      LOG.errorf(
          unusable,
          "message %d of %s is passed over: %s",
          message.sequence(),
          follower.stream(),
          message.subject());
    }
  }

  private void complain(Exception lost) {
    switch (lost) {
      case IOException _,
          JetStreamApiException _,
          JetStreamStatusCheckedException _,
          IllegalStateException _ ->
          complainOnce(lost);
      default -> LOG.errorf(lost, "%s cannot be followed", follower.stream());
    }
  }

  private void complainOnce(Exception lost) {
    if (!complained) {
      complained = true;
      LOG.warnf("%s cannot be followed for now: %s", follower.stream(), lost.getMessage());
    }
  }
}
