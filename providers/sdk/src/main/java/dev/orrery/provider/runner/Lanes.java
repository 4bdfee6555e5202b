package dev.orrery.provider.runner;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Runs tasks one after the other for one key, and in parallel for different keys, each lane on a
/// virtual thread.
final class Lanes {
  private final Map<String, Queue<Runnable>> waiting = new HashMap<>();

  /// The task throws nothing. False when `most` tasks of that key are there already.
  boolean offer(String key, int most, Runnable task) {
    synchronized (waiting) {
      var lane = waiting.get(key);
      if (lane != null) {
        return lane.size() + 1 < most && lane.add(task);
      }
      waiting.put(key, new ArrayDeque<>());
    }
    Thread.ofVirtual().name(key).start(() -> runAll(key, task));
    return true;
  }

  private void runAll(String key, Runnable first) {
    var task = first;
    while (task != null) {
      task.run();
      task = next(key);
    }
  }

  private @Nullable Runnable next(String key) {
    synchronized (waiting) {
      var lane = waiting.get(key);
      var task = lane == null ? null : lane.poll();
      if (task == null) {
        waiting.remove(key);
        waiting.notifyAll();
      }
      return task;
    }
  }

  /// Waits until nothing runs any more, or the time is over.
  void drain(Duration most) throws InterruptedException {
    long until = System.nanoTime() + most.toNanos();
    synchronized (waiting) {
      while (!waiting.isEmpty()) {
        long millis = (until - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
          return;
        }
        waiting.wait(millis);
      }
    }
  }
}
