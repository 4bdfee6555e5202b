package dev.orrery.kit.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps the messages of one resource in order while those of others pass.
///
/// Each resource has a [Lane], in which one thing is done at a time. When a message has to wait,
/// whatever comes after it in its lane is put behind it in the [WaitingRoom] and is in hand no
/// longer, so a lane that stands still takes no room from the others.
final class Lanes {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Consumer<LaneWork> runner;
  private int inHand;
  private boolean open;

  /// @param runner starts the work, and calls [#done], [#waits] or [#again] at its end
  Lanes(Consumer<LaneWork> runner) {
    this.runner = runner;
  }

  /// Whether something is being done in a lane.
  boolean isBusy() {
    lock.lock();
    try {
      return lanes.values().stream().anyMatch(Lane::isBusy);
    } finally {
      lock.unlock();
    }
  }

  /// How many messages are in hand.
  int inHandCount() {
    lock.lock();
    try {
      return inHand;
    } finally {
      lock.unlock();
    }
  }

  /// Everything in hand, running or not begun.
  List<Delivery> inHand() {
    lock.lock();
    try {
      return lanes.values().stream().flatMap(lane -> lane.inHand().stream()).toList();
    } finally {
      lock.unlock();
    }
  }

  /// From now on what may be done begins. Until then messages are only gathered: what an earlier
  /// owner of the consumer had in hand comes back in any order.
  void open() {
    List<LaneWork> starts = new ArrayList<>();
    lock.lock();
    try {
      open = true;
      for (Lane lane : lanes.values()) {
        LaneWork start = lane.next();
        if (start != null) {
          starts.add(start);
        }
      }
    } finally {
      lock.unlock();
    }
    starts.forEach(runner);
  }

  /// Begins nothing any more until they are opened again; what is in hand stays.
  void halt() {
    lock.lock();
    try {
      open = false;
    } finally {
      lock.unlock();
    }
  }

  /// Begins nothing any more, and forgets what waits.
  ///
  /// @return what was in hand and has not begun
  List<Delivery> close() {
    lock.lock();
    try {
      open = false;
      List<Delivery> dropped = new ArrayList<>();
      lanes.values().forEach(lane -> dropped.addAll(lane.clear()));
      lanes.values().removeIf(Lane::isEmpty);
      inHand -= dropped.size();
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  /// Takes a message in hand.
  void arrived(Delivery delivery) {
    change(
        delivery.resource(),
        lane -> {
          if (lane.add(delivery)) {
            inHand++;
          }
        });
  }

  /// Messages of the resource wait in the database, the first of them for that time.
  void expect(String resource, Duration head) {
    change(resource, lane -> lane.waits(System.nanoTime() + head.toNanos()));
    wakeAfter(resource, head);
  }

  /// Work is over for good; after [LaneWork.Resume] nothing of the resource waits any more.
  void done(LaneWork work) {
    end(
        work,
        lane -> {
          if (work instanceof LaneWork.Resume) {
            lane.waitsNoMore();
          }
        });
  }

  /// Work ended, and the first of its resource's messages in the database is due after that time.
  void waits(LaneWork work, Duration head) {
    end(work, lane -> lane.waits(System.nanoTime() + head.toNanos()));
    wakeAfter(work.resource(), head);
  }

  /// Work came to nothing and is tried again after that time; its messages stay in hand.
  void again(LaneWork work, Duration after) {
    change(
        work.resource(),
        lane -> {
          if (lane.isRunning(work)) {
            lane.ended();
            lane.rest(work.deliveries(), System.nanoTime() + after.toNanos());
          }
        });
    wakeAfter(work.resource(), after);
  }

  private void end(LaneWork work, Consumer<Lane> end) {
    change(
        work.resource(),
        lane -> {
          if (lane.isRunning(work)) {
            lane.ended();
            inHand -= work.deliveries().size();
            end.accept(lane);
          }
        });
  }

  /// On a thread of its own: whoever blocks the common pool must not hold up a lane.
  private void wakeAfter(String resource, Duration time) {
    CompletableFuture.delayedExecutor(
            time.toNanos(), TimeUnit.NANOSECONDS, task -> Thread.ofVirtual().start(task))
        .execute(() -> change(resource, _ -> {}));
  }

  /// Changes a lane, and begins what may be done in it then.
  private void change(String resource, Consumer<Lane> change) {
    @Nullable LaneWork start;
    lock.lock();
    try {
      Lane lane = lanes.computeIfAbsent(resource, Lane::new);
      change.accept(lane);
      start = open ? lane.next() : null;
      if (lane.isEmpty()) {
        lanes.remove(resource);
      }
    } finally {
      lock.unlock();
    }
    if (start != null) {
      runner.accept(start);
    }
  }
}
