package dev.orrery.kit.events;

import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.DatabaseUnavailable;
import dev.orrery.kit.database.Transaction;
import io.nats.client.Connection;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Works on the messages of one consumer: reads, runs the handler in a transaction that also holds
/// the inbox row, and answers only when that is durable.
final class ConsumerRunner {
  private static final Logger LOG = Logger.getLogger(ConsumerRunner.class);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);
  private static final Duration OUTAGE = Duration.ofSeconds(1);

  private final Handler handler;
  private final Database database;
  private final Inbox inbox;
  private final NatsLink nats;
  private final EventSettings settings;
  private final EventMetrics metrics;
  private final Lanes lanes;
  private final Semaphore workers;
  private final Queue<Delivery> ready = new ConcurrentLinkedQueue<>();
  private final AtomicInteger started = new AtomicInteger();

  ConsumerRunner(
      Handler handler,
      String stream,
      Database database,
      NatsLink nats,
      EventSettings settings,
      EventMetrics metrics) {
    this.handler = handler;
    this.database = database;
    this.inbox = new Inbox(database, handler.consumer(), stream);
    this.nats = nats;
    this.settings = settings;
    this.metrics = metrics;
    this.workers = new Semaphore(settings.parallel());
    this.lanes = new Lanes(settings.maxAckPending(), this::begin);
  }

  Lanes lanes() {
    return lanes;
  }

  Inbox inbox() {
    return inbox;
  }

  /// Takes a delivered message in hand, or sends it back when its lane is full.
  void accept(Delivery delivery) {
    if (!lanes.arrived(delivery)) {
      Duration after = settings.ackWait();
      lanes.expect(delivery.resource(), delivery.sequence(), after);
      delivery.bringAgain(after);
    }
  }

  /// Waits until no handler runs.
  void quiesce() throws InterruptedException {
    while (started.get() > 0) {
      Thread.sleep(Duration.ofMillis(20));
    }
  }

  private void begin(Delivery delivery) {
    started.incrementAndGet();
    ready.add(delivery);
    if (workers.tryAcquire()) {
      Thread.ofVirtual().name(handler.consumer() + "-" + delivery.sequence()).start(this::work);
    }
  }

  private void work() {
    do {
      try {
        for (List<Delivery> some = take(); !some.isEmpty(); some = take()) {
          int count = some.size();
          try {
            together(some);
          } finally {
            started.addAndGet(-count);
          }
        }
      } finally {
        workers.release();
      }
      // Somebody may have come after the last look and found no worker free.
    } while (!ready.isEmpty() && workers.tryAcquire());
  }

  /// A fair share of what is ready: with little to do each message has a transaction of its own,
  /// and with much to do many share one.
  private List<Delivery> take() {
    int share = Math.clamp(ready.size() / settings.parallel(), 1, settings.together());
    List<Delivery> taken = new ArrayList<>();
    while (taken.size() < share) {
      Delivery next = ready.poll();
      if (next == null) {
        return taken;
      }
      taken.add(next);
    }
    return taken;
  }

  /// Messages about different resources, in one transaction while all goes well. Whichever does not
  /// gets its answer, nothing of any took effect, and the others go on without it.
  private void together(List<Delivery> deliveries) {
    List<Readable> open = new ArrayList<>();
    for (Delivery delivery : deliveries) {
      Optional<Task.Work> work = deliveries.size() == 1 ? Optional.empty() : workOf(delivery);
      if (work.isPresent()) {
        open.add(new Readable(delivery, work.get()));
      } else {
        process(delivery);
      }
    }
    while (open.size() > 1) {
      try {
        effectOfAll(open);
        for (Readable done : open) {
          lanes.finished(conclude(done.delivery()));
        }
        return;
      } catch (Stumbled stumbled) {
        open.remove(stumbled.readable());
        end(stumbled.readable().delivery(), stumbled.answer());
      } catch (RuntimeException nobodyInParticular) {
        LOG.debugf(nobodyInParticular, "%s: one by one", handler.consumer());
        break;
      }
    }
    open.forEach(each -> process(each.delivery()));
  }

  private record Readable(Delivery delivery, Task.Work work) {}

  private Optional<Task.Work> workOf(Delivery delivery) {
    try {
      return Reading.read(delivery, handler) instanceof Task.Work work
          ? Optional.of(work)
          : Optional.empty();
    } catch (UnreadableMessage unreadable) {
      // Read once more by itself, it is parked.
      return Optional.empty();
    }
  }

  private void effectOfAll(List<Readable> all) {
    database.inTransaction(transaction -> {
      Set<String> entered =
          inbox.enterAll(
              transaction,
              all.stream().map(each -> each.work().key()).filter(Objects::nonNull).toList());
      for (Readable each : all) {
        // What has taken effect before is done; so is the second of two with one key.
        String key = each.work().key();
        if (key == null || entered.remove(key)) {
          handle(transaction, each);
        }
      }
      return true;
    });
  }

  private void handle(Transaction transaction, Readable each) {
    Verdict verdict;
    try {
      verdict =
          Trace.call(
              each.work().trace().child(),
              () -> handled(transaction, each.delivery(), each.work()));
      // Each handler sees the database, not what another one has in its session.
      transaction.detachAll();
    } catch (DatabaseUnavailable outage) {
      throw outage;
    } catch (RuntimeException failure) {
      throw new Stumbled(each, () -> failed(each.delivery(), failure));
    }
    if (!(verdict instanceof Verdict.Done)) {
      throw new Stumbled(each, () -> concluded(each.delivery(), verdict));
    }
  }

  private Delivery conclude(Delivery delivery) {
    var _ = concluded(delivery, new Verdict.Done());
    return delivery;
  }

  private void process(Delivery delivery) {
    end(delivery, () -> attempt(delivery));
  }

  private void end(Delivery delivery, Supplier<@Nullable Duration> answer) {
    @Nullable Duration again;
    try {
      again = answer.get();
    } catch (RuntimeException unanswered) {
      LOG.warnf(
          unanswered,
          "%s: no verdict on %s, it comes again",
          handler.consumer(),
          delivery.messageId());
      again = comeBack(delivery, OUTAGE);
    }
    if (again == null) {
      lanes.finished(delivery);
    } else {
      lanes.sentAway(delivery, again);
    }
  }

  /// @return after what time the message comes again, or null when it is over with
  private @Nullable Duration attempt(Delivery delivery) {
    Task task;
    try {
      task = Reading.read(delivery, handler);
    } catch (UnreadableMessage unreadable) {
      return park(delivery, String.valueOf(unreadable.getMessage()), 0);
    }
    return switch (task) {
      case Task.NotMine(String why) -> {
        metrics.handled(handler.consumer(), why);
        answer(delivery::ack, delivery);
        yield null;
      }
      case Task.Work work -> Trace.call(work.trace().child(), () -> perform(delivery, work));
    };
  }

  private @Nullable Duration perform(Delivery delivery, Task.Work work) {
    Verdict verdict;
    try {
      verdict = effect(delivery, work);
    } catch (DatabaseUnavailable outage) {
      // No fault of the message's, and nothing that could be written down now.
      LOG.warnf("%s: %s waits for the database", handler.consumer(), delivery.messageId());
      return comeBack(delivery, OUTAGE);
    } catch (RuntimeException failure) {
      return failed(delivery, failure);
    }
    return concluded(delivery, verdict);
  }

  /// @return after what time the message comes again, or null when it is over with
  private @Nullable Duration concluded(Delivery delivery, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Done() -> {
        metrics.handled(handler.consumer(), "done");
        answer(delivery::ack, delivery);
        yield null;
      }
      case Verdict.Retry(Duration after) -> {
        metrics.handled(handler.consumer(), "retry");
        inbox.defer(delivery, 0, "not yet", after);
        yield comeBack(delivery, after);
      }
      case Verdict.Reject(String reason) -> {
        metrics.handled(handler.consumer(), "rejected");
        yield park(delivery, reason, 0);
      }
    };
  }

  /// The inbox row and the handler's work, both or none.
  private Verdict effect(Delivery delivery, Task.Work work) {
    try {
      return database.inTransaction(transaction -> {
        Verdict verdict = effect(transaction, delivery, work);
        if (!(verdict instanceof Verdict.Done)) {
          throw new NoEffect(verdict);
        }
        return verdict;
      });
    } catch (NoEffect rolledBack) {
      return rolledBack.verdict();
    }
  }

  private Verdict effect(Transaction transaction, Delivery delivery, Task.Work work) {
    String key = work.key();
    return key == null || inbox.enter(transaction, key)
        ? handled(transaction, delivery, work)
        : new Verdict.Done();
  }

  private Verdict handled(Transaction transaction, Delivery delivery, Task.Work work) {
    Verdict verdict = work.handling().apply(transaction);
    if (verdict instanceof Verdict.Done && delivery.isRepeat()) {
      inbox.forget(transaction, delivery);
    }
    return verdict;
  }

  private @Nullable Duration failed(Delivery delivery, RuntimeException failure) {
    metrics.handled(handler.consumer(), "failed");
    String reason = "%s: %s".formatted(failure.getClass().getSimpleName(), failure.getMessage());
    int failures = inbox.defer(delivery, 1, reason, settings.backoff());
    if (failures >= settings.maxFailures()) {
      LOG.errorf(
          failure,
          "%s: failure %d of %s, it is parked",
          handler.consumer(),
          failures,
          delivery.messageId());
      return park(delivery, reason, failures);
    }
    LOG.warnf(
        failure,
        "%s: failure %d of %s on %s",
        handler.consumer(),
        failures,
        delivery.messageId(),
        delivery.subject());
    return comeBack(delivery, backoff(failures));
  }

  private Duration comeBack(Delivery delivery, Duration after) {
    answer(() -> delivery.bringAgain(after), delivery);
    return after;
  }

  /// Puts the message among the dead letters, and only when it is safe there, away from here.
  private @Nullable Duration park(Delivery delivery, String reason, int failures) {
    Connection connection = nats.connected().orElse(null);
    if (connection == null) {
      return comeBack(delivery, OUTAGE);
    }
    DeadLetter letter =
        new DeadLetter(
            handler.consumer(),
            delivery.stream(),
            delivery.sequence(),
            delivery.subject(),
            delivery.header(Headers.MESSAGE_ID) == null ? "" : delivery.messageId(),
            reason,
            failures,
            delivery.trace().traceId(),
            Instant.now(),
            delivery.headers(),
            delivery.body());
    try {
      Publishing.publish(
          connection.jetStream(),
          Subjects.ofDeadLetter(handler.consumer(), delivery.subject()),
          "%s:%s:%d".formatted(handler.consumer(), delivery.stream(), delivery.sequence()),
          Map.of(
              Headers.TRACEPARENT,
              delivery.trace().toString(),
              Headers.CONTENT_TYPE,
              "application/json"),
          EventJson.write(letter),
          settings.publishTimeout());
    } catch (Publishing.Refused | Publishing.Unknown | IOException notParked) {
      LOG.warnf("%s could not be parked yet: %s", delivery.messageId(), notParked.getMessage());
      return comeBack(delivery, OUTAGE);
    }
    metrics.parked(handler.consumer());
    answer(delivery::terminate, delivery);
    inbox.forget(delivery);
    return null;
  }

  /// An answer that cannot be sent brings the message again, which is always right.
  private static void answer(Runnable sending, Delivery delivery) {
    try {
      sending.run();
    } catch (IllegalStateException away) {
      LOG.debugf("no answer could be sent for %s: %s", delivery.messageId(), away.getMessage());
    }
  }

  private Duration backoff(int failures) {
    Duration backoff = settings.backoff().multipliedBy(1L << Math.min(failures - 1, 10));
    return backoff.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : backoff;
  }

  /// Rolls the transaction of several messages back, and says which one was in the way.
  private static final class Stumbled extends RuntimeException {
    private final transient Readable readable;
    private final transient Supplier<@Nullable Duration> answer;

    Stumbled(Readable readable, Supplier<@Nullable Duration> answer) {
      super(null, null, false, false);
      this.readable = readable;
      this.answer = answer;
    }

    Readable readable() {
      return readable;
    }

    Supplier<@Nullable Duration> answer() {
      return answer;
    }
  }

  /// Rolls the transaction back and carries the verdict out of it.
  private static final class NoEffect extends RuntimeException {
    private final transient Verdict verdict;

    NoEffect(Verdict verdict) {
      super(null, null, false, false);
      this.verdict = verdict;
    }

    Verdict verdict() {
      return verdict;
    }
  }
}
