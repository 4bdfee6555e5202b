package dev.orrery.kit.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps the messages of one resource in order while those of others pass.
///
/// Each resource has a lane. Its lowest message runs when nothing lower of the same resource is
/// running, or sent back to come again later ("away").
final class Lanes {
  /// How long past its time a message that was sent back is still waited for. Somebody may have
  /// deleted it from the stream.
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Lane> lanes = new HashMap<>();
  private final int capacity;
  private final Consumer<Delivery> runner;
  private int inHand;
  private boolean holding;

  /// @param capacity how many messages may be in hand
  /// @param runner starts the work on a message, and calls [#finished] or [#sentAway] at its end
  Lanes(int capacity, Consumer<Delivery> runner) {
    this.capacity = capacity;
    this.runner = runner;
  }

  private static final class Lane {
    private final TreeMap<Long, Delivery> here = new TreeMap<>();
    private final TreeMap<Long, Long> away = new TreeMap<>();
    private @Nullable Delivery running;

    boolean isEmpty() {
      return here.isEmpty() && away.isEmpty() && running == null;
    }

    @Nullable Delivery next() {
      if (running != null || here.isEmpty()) {
        return null;
      }
      long lowest = here.firstKey();
      boolean overtakes = !away.isEmpty() && away.firstKey() < lowest;
      return overtakes ? null : here.firstEntry().getValue();
    }
  }

  /// How many more messages may be taken in hand.
  int room() {
    lock.lock();
    try {
      return capacity - inHand;
    } finally {
      lock.unlock();
    }
  }

  /// Runs nothing until [#open]: what an earlier owner of the consumer had in hand must be back
  /// first.
  void hold() {
    lock.lock();
    try {
      holding = true;
    } finally {
      lock.unlock();
    }
  }

  void open() {
    lock.lock();
    try {
      holding = false;
    } finally {
      lock.unlock();
    }
    runWhatMay();
  }

  boolean isHolding() {
    lock.lock();
    try {
      return holding;
    } finally {
      lock.unlock();
    }
  }

  /// A message is known to be sent back, and to come again after that time.
  void expect(String resource, long sequence, Duration in) {
    lock.lock();
    try {
      lane(resource).away.put(sequence, System.nanoTime() + in.plus(GRACE).toNanos());
    } finally {
      lock.unlock();
    }
  }

  /// Takes a message in hand.
  ///
  /// @return false when its lane is blocked and full, so that it should be sent back for a while
  ///   instead of taking the place of a neighbour's
  boolean arrived(Delivery delivery) {
    @Nullable Delivery start;
    lock.lock();
    try {
      Lane lane = lane(delivery.resource());
      Delivery running = lane.running;
      if (running != null && running.sequence() == delivery.sequence()) {
        return true;
      }
      boolean known = lane.here.containsKey(delivery.sequence());
      if (!known
          && !lane.away.isEmpty()
          && lane.away.firstKey() < delivery.sequence()
          && lane.here.size() >= Math.max(1, capacity / 8)) {
        return false;
      }
      lane.away.remove(delivery.sequence());
      if (lane.here.put(delivery.sequence(), delivery) == null) {
        inHand++;
      }
      start = take(lane);
    } finally {
      lock.unlock();
    }
    if (start != null) {
      runner.accept(start);
    }
    return true;
  }

  /// A message's work is over for good.
  void finished(Delivery delivery) {
    end(delivery, null);
  }

  /// A message was sent back; its successors wait for it.
  void sentAway(Delivery delivery, Duration after) {
    end(delivery, after);
  }

  private void end(Delivery delivery, @Nullable Duration away) {
    @Nullable Delivery start;
    lock.lock();
    try {
      Lane lane = lane(delivery.resource());
      if (lane.running == delivery) {
        lane.running = null;
        inHand--;
      }
      if (away == null) {
        lane.away.remove(delivery.sequence());
      } else {
        lane.away.put(delivery.sequence(), System.nanoTime() + away.plus(GRACE).toNanos());
      }
      start = take(lane);
      if (lane.isEmpty()) {
        lanes.remove(delivery.resource());
      }
    } finally {
      lock.unlock();
    }
    if (start != null) {
      runner.accept(start);
    }
  }

  /// Stops waiting for what did not come back in time.
  void forgetOverdue() {
    lock.lock();
    try {
      long now = System.nanoTime();
      Iterator<Lane> each = lanes.values().iterator();
      while (each.hasNext()) {
        Lane lane = each.next();
        lane.away.values().removeIf(until -> until - now < 0);
        if (lane.isEmpty()) {
          each.remove();
        }
      }
    } finally {
      lock.unlock();
    }
    runWhatMay();
  }

  /// Everything in hand, running or waiting.
  List<Delivery> inHand() {
    lock.lock();
    try {
      List<Delivery> all = new ArrayList<>();
      for (Lane lane : lanes.values()) {
        Delivery running = lane.running;
        if (running != null) {
          all.add(running);
        }
        all.addAll(lane.here.values());
      }
      return all;
    } finally {
      lock.unlock();
    }
  }

  /// How many messages are in hand, or known to come again.
  int known() {
    lock.lock();
    try {
      return inHand + lanes.values().stream().mapToInt(lane -> lane.away.size()).sum();
    } finally {
      lock.unlock();
    }
  }

  /// Lets go of what has not begun to run.
  List<Delivery> dropWaiting() {
    lock.lock();
    try {
      List<Delivery> dropped = new ArrayList<>();
      for (Lane lane : lanes.values()) {
        dropped.addAll(lane.here.values());
        lane.here.clear();
        lane.away.clear();
      }
      inHand -= dropped.size();
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  private void runWhatMay() {
    List<Delivery> starts = new ArrayList<>();
    lock.lock();
    try {
      for (Lane lane : lanes.values()) {
        Delivery start = take(lane);
        if (start != null) {
          starts.add(start);
        }
      }
    } finally {
      lock.unlock();
    }
    starts.forEach(runner);
  }

  private @Nullable Delivery take(Lane lane) {
    Delivery next = holding ? null : lane.next();
    if (next != null) {
      lane.here.remove(next.sequence());
      lane.running = next;
    }
    return next;
  }

  private Lane lane(String resource) {
    return lanes.computeIfAbsent(resource, _ -> new Lane());
  }
}
