package dev.orrery.kit.events;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The messages of one resource. Guarded by the lock of its [Lanes].
///
/// What waits in the database is older than what is in hand, so the one goes before the other.
final class Lane {
  private final String resource;
  private final TreeMap<Long, Delivery> here = new TreeMap<>();
  private @Nullable LaneWork running;
  private boolean othersWait;
  private long headDue;
  private boolean resting;
  private long restsUntil;

  Lane(String resource) {
    this.resource = resource;
  }

  boolean isEmpty() {
    return here.isEmpty() && running == null && !othersWait;
  }

  /// @return whether the message was not in hand before
  boolean add(Delivery delivery) {
    LaneWork current = running;
    if (current != null
        && current.deliveries().stream().anyMatch(each -> each.sequence() == delivery.sequence())) {
      return false;
    }
    return here.put(delivery.sequence(), delivery) == null;
  }

  /// Begins what is to be done now, if anything is.
  @Nullable LaneWork next() {
    if (running != null || resting && restsUntil - System.nanoTime() > 0) {
      return null;
    }
    resting = false;
    if (here.isEmpty()) {
      if (othersWait && headDue - System.nanoTime() <= 0) {
        running = new LaneWork.Resume(resource);
      }
    } else if (othersWait) {
      running = new LaneWork.Join(resource, List.copyOf(here.values()));
      here.clear();
    } else {
      running = new LaneWork.Handle(here.pollFirstEntry().getValue());
    }
    return running;
  }

  boolean isBusy() {
    return running != null;
  }

  boolean isRunning(LaneWork work) {
    return running == work;
  }

  void ended() {
    running = null;
  }

  void waits(long due) {
    othersWait = true;
    headDue = due;
  }

  void waitsNoMore() {
    othersWait = false;
  }

  void rest(List<Delivery> again, long until) {
    again.forEach(delivery -> here.put(delivery.sequence(), delivery));
    resting = true;
    restsUntil = until;
  }

  List<Delivery> inHand() {
    List<Delivery> all = new ArrayList<>(here.values());
    LaneWork current = running;
    if (current != null) {
      all.addAll(current.deliveries());
    }
    return all;
  }

  /// What has not begun; nothing is known of the resource then but what runs.
  List<Delivery> clear() {
    List<Delivery> dropped = List.copyOf(here.values());
    here.clear();
    othersWait = false;
    resting = false;
    return dropped;
  }
}
