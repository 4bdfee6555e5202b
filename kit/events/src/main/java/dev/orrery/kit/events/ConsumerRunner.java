package dev.orrery.kit.events;

import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.DatabaseUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/// Works on the messages of one consumer, each resource's in order, and answers the server only
/// when what became of a message is durable: its effect, a dead letter, or its place in the waiting
/// room.
final class ConsumerRunner {
  private static final Duration OUTAGE = Duration.ofSeconds(1);

  /// How many of one resource are taken from the waiting room before others have their turn.
  private static final Logger LOG = Logger.getLogger(ConsumerRunner.class);

  private static final int SLICE = 32;

  private final String consumer;
  private final Lease lease;
  private final EventSettings settings;
  private final WaitingRoom waitingRoom;
  private final Attempts attempts;
  private final SharedTransaction shared;
  private final Lanes lanes;
  private final Semaphore workers;
  private final Queue<LaneWork> ready = new ConcurrentLinkedQueue<>();
  private final AtomicInteger started = new AtomicInteger();
  private volatile long epoch = -1;

  ConsumerRunner(
      Handler handler,
      String stream,
      Lease lease,
      Database database,
      NatsLink nats,
      EventSettings settings,
      EventMetrics metrics) {
    this.consumer = handler.consumer();
    this.lease = lease;
    this.settings = settings;
    this.waitingRoom = new WaitingRoom(database, consumer, stream, this::hold);
    Inbox inbox = new Inbox(consumer);
    this.attempts =
        new Attempts(
            handler,
            database,
            inbox,
            waitingRoom,
            new DeadLetterBox(consumer, nats, settings, metrics),
            settings,
            metrics);
    this.shared = new SharedTransaction(handler, database, inbox, attempts, this::handled);
    this.workers = new Semaphore(settings.parallel());
    this.lanes = new Lanes(this::begin);
  }

  Lanes lanes() {
    return lanes;
  }

  /// Gathers messages under a new hold of the lease, and nothing of an earlier one, until the lanes
  /// are opened.
  void takeOver(long newEpoch) throws InterruptedException {
    quiesce();
    giveBack();
    epoch = newEpoch;
    waitingRoom.heads().forEach(head -> lanes.expect(head.resource(), head.due()));
  }

  /// What has not begun is for whoever comes next. What runs will answer for itself.
  void giveBack() {
    lanes.close().forEach(delivery -> delivery.bringAgain(Duration.ofMillis(1)));
  }

  /// Waits until no handler runs.
  void quiesce() throws InterruptedException {
    while (started.get() > 0) {
      Thread.sleep(Duration.ofMillis(20));
    }
  }

  private Optional<Lease.Hold> hold() {
    return lease.hold().filter(current -> current.epoch() == epoch);
  }

  private void begin(LaneWork work) {
    started.incrementAndGet();
    ready.add(work);
    if (workers.tryAcquire()) {
      Thread.ofVirtual().name(consumer + "-" + work.resource()).start(this::work);
    }
  }

  private void work() {
    do {
      try {
        for (List<LaneWork> some = take(); !some.isEmpty(); some = take()) {
          int count = some.size();
          try {
            perform(some);
          } catch (RuntimeException | Error unanswered) {
            LOG.errorf(unanswered, "%s: %d messages are tried again", consumer, count);
            some.forEach(each -> lanes.again(each, OUTAGE));
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
  private List<LaneWork> take() {
    int share = Math.clamp(ready.size() / settings.parallel(), 1, settings.together());
    List<LaneWork> taken = new ArrayList<>();
    while (taken.size() < share) {
      LaneWork next = ready.poll();
      if (next == null) {
        return taken;
      }
      taken.add(next);
    }
    return taken;
  }

  private void perform(List<LaneWork> some) {
    List<LaneWork.Handle> handles = new ArrayList<>();
    List<LaneWork> others = new ArrayList<>();
    for (LaneWork work : some) {
      // Whoever was frozen may find that another process has long gone on with the consumer.
      if (hold().isEmpty()) {
        lanes.again(work, OUTAGE);
      } else if (work instanceof LaneWork.Handle handle) {
        handles.add(handle);
      } else {
        others.add(work);
      }
    }
    shared.handle(handles);
    for (LaneWork work : others) {
      switch (work) {
        case LaneWork.Handle handle -> shared.handle(List.of(handle));
        case LaneWork.Join join -> join(join);
        case LaneWork.Resume resume -> resume(resume);
      }
    }
  }

  private void handled(LaneWork.Handle work, Ending ending) {
    Delivery delivery = work.delivery();
    switch (ending) {
      case Ending.Over() -> {
        delivery.ack();
        lanes.done(work);
      }
      case Ending.Parked() -> {
        delivery.terminate();
        lanes.done(work);
      }
      case Ending.PutOff(Duration after) -> {
        delivery.ack();
        lanes.waits(work, after);
      }
      case Ending.Undecided(Duration after) -> lanes.again(work, after);
    }
  }

  private void join(LaneWork.Join work) {
    List<Incoming> followers = work.deliveries().stream().map(Delivery::content).toList();
    Ending ending =
        attempts.decided(
            followers.getFirst(),
            () -> {
              waitingRoom.join(followers);
              return new Ending.Over();
            });
    if (ending instanceof Ending.Undecided(Duration after)) {
      lanes.again(work, after);
    } else {
      work.deliveries().forEach(Delivery::ack);
      lanes.done(work);
    }
  }

  private void resume(LaneWork.Resume work) {
    List<WaitingRoom.Waiting> some;
    try {
      some = waitingRoom.first(work.resource(), SLICE);
    } catch (DatabaseUnavailable | WaitingRoom.Closed away) {
      lanes.again(work, OUTAGE);
      return;
    }
    for (WaitingRoom.Waiting waiting : some) {
      switch (attempts.again(waiting)) {
        case Ending.Over _, Ending.Parked _ -> {}
        case Ending.PutOff(Duration after) -> {
          lanes.waits(work, after);
          return;
        }
        case Ending.Undecided(Duration after) -> {
          lanes.again(work, after);
          return;
        }
      }
    }
    if (some.size() < SLICE) {
      lanes.done(work);
    } else {
      lanes.waits(work, Duration.ZERO);
    }
  }
}
