package dev.orrery.kit.access.policy;

import dev.orrery.kit.access.policy.fact.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How far the policy has been read, and who waits for more.
final class Revisions {
  private static final long NOWHERE = -1;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();

  /// Touched by the thread that changes the policy alone.
  private long greatest;

  private boolean isOpen;
  private Instant openSince = Instant.EPOCH;

  private volatile long reached = NOWHERE;

  void seen(Stamp stamp, Instant now) {
    if (stamp.revision() < greatest) {
      return;
    }
    if (stamp.more() && (!isOpen || stamp.revision() > greatest)) {
      openSince = now;
    }
    greatest = stamp.revision();
    isOpen = stamp.more();
  }

  /// Whether some facts of the newest revision are missing, and have been for less time than since
  /// `limit`.
  boolean isUnfinished(Instant limit) {
    return isOpen && openSince.isAfter(limit);
  }

  /// The greatest revision of which every fact has been seen.
  long finished() {
    return isOpen ? greatest - 1 : greatest;
  }

  void reached(long revision) {
    if (revision > reached) {
      lock.lock();
      try {
        reached = revision;
        more.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  boolean await(long revision, Duration patience) throws InterruptedException {
    if (reached >= revision) {
      return true;
    }
    long left = patience.toNanos();
    lock.lock();
    try {
      while (reached < revision) {
        if (left <= 0) {
          return false;
        }
        left = more.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  boolean awaitAny(Duration patience) throws InterruptedException {
    return await(NOWHERE + 1, patience);
  }
}
