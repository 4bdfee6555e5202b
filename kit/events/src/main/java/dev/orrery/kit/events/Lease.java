package dev.orrery.kit.events;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The right to be the only one who does something: relay the outbox, run a consumer.
///
/// Whether it is still held is answered from the monotonic clock alone, so a process that was
/// frozen knows better the moment it wakes. What it may have begun before is caught by the epoch.
final class Lease {
  private final String name;
  private volatile boolean wanted;
  private volatile @Nullable Hold hold;

  Lease(String name) {
    this.name = name;
  }

  /// A hold on the lease; it stops being valid by itself.
  record Hold(String name, String holder, long epoch, long validUntilNanos) {
    boolean isValid() {
      return System.nanoTime() - validUntilNanos < 0;
    }
  }

  String name() {
    return name;
  }

  void want(boolean wanted) {
    this.wanted = wanted;
  }

  boolean isWanted() {
    return wanted;
  }

  /// The hold, if it is valid now.
  Optional<Hold> hold() {
    return Optional.ofNullable(hold).filter(Hold::isValid);
  }

  boolean isHeld(long epoch) {
    return hold().map(current -> current.epoch() == epoch).orElse(false);
  }

  boolean isKnown() {
    return hold != null;
  }

  void granted(Hold granted) {
    hold = granted;
  }

  void lost() {
    hold = null;
  }
}
